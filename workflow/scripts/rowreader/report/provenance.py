"""The line that says where the numbers come from, for the report and the page."""


def provenance_line(provenance):
    """One line of plain text from the content of provenance.json: what made the numbers, nothing
    that differs between equal runs."""
    code = (provenance["commit"] or "without git")[:12]
    packages = {name.partition("-")[0]: found for name, found in provenance["versions"].items()}
    named = ", ".join(f"{name} {packages[name]}" for name in ("tensorflow", "keras", "numpy"))
    data = provenance["data"]["binarized.npz"][:12]
    processor = provenance["machine"]["processor"] or provenance["machine"]["system"]
    return (
        f"Made by rowreader ({code}) with Python {provenance['python']}, {named}, on {processor}; "
        f"binarized data {data}."
    )
