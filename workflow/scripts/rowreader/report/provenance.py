"""The line that says where the numbers come from, for the report and the page."""


def provenance_line(environment, data):
    """One line of plain text: what made the numbers, nothing that differs between equal runs.

    environment: the content of environment.json. data: the SHA-256 of the binarized images.
    """
    code = _shortened(environment["commit"]) if environment["commit"] else "without git"
    packages = {name.partition("-")[0]: found for name, found in environment["packages"].items()}
    named = [name for name in ("tensorflow", "keras", "numpy") if name in packages]
    named = ", ".join(f"{name} {packages[name]}" for name in named)
    processor = environment["machine"]["processor"] or environment["machine"]["system"]
    return (
        f"Made by rowreader ({code}) with Python {environment['python']}, {named}, on {processor}; "
        f"binarized data {data[:12]}."
    )


def _shortened(commit):
    return commit[:12] + ("+" if commit.endswith("+") else "")
