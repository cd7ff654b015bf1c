"""Make the page on which one draws a digit and watches the trained networks read it."""

import logging

import numpy as np
from rowreader.analysis.decisions import decision_rows
from rowreader.analysis.metrics import accuracy
from rowreader.data.images import load_part, pack
from rowreader.report.page import colours, packed, render_page
from rowreader.report.provenance import provenance_line
from rowreader.report.titles import title
from rowreader.run.errors import job_log
from rowreader.run.files import atomic, load_arrays, load_record
from rowreader.run.sha256 import sha256


def make_page(data, models, trace, environment, output, digit, states):
    """Write the HTML. models: {name: path} of the networks; trace: that of the network `states`,
    whose examples the report shows, beside the first test image of `digit`."""
    from rowreader.networks.store import load_model
    from rowreader.report.page_networks import NoTwin, logits_by_row, network_data

    images, labels = load_part(data, "test")
    networks, left_out = [], []
    for name, path in models.items():
        model = load_model(path, images.shape[1:])
        try:
            network = network_data(model)
        except NoTwin as reason:
            left_out.append(f"{title(name)} is left out: {reason}.")
            logging.info(left_out[-1])
            continue
        logits = logits_by_row(model, images)
        networks.append(
            {
                "name": name,
                "title": title(name),
                "accuracy": float(accuracy(logits[:, -1], labels)),
                "predicted": packed(logits[:, -1].argmax(1)),
                "decided": packed(decision_rows(logits.argmax(-1))),
                **network,
            }
        )
        logging.info("%s: %d layers", name, len(network["layers"]))
    examples = load_arrays(trace, "trace_states", ["examples"])["examples"].tolist()
    examples.append(int(np.argmax(labels == digit)))
    document = {
        "images": packed(pack(images)),
        "labels": packed(labels),
        "examples": sorted(set(examples)),
        "networks": networks,
        "first": states,
        "colours": colours(),
    }
    keys = ["commit", "python", "packages", "machine"]
    line = provenance_line(load_record(environment, "record_environment", keys), sha256(data))
    with atomic(output) as temporary:
        html = render_page({"left_out": left_out, "provenance": line}, document)
        temporary.write_text(html, encoding="utf-8")
    logging.info("%.2f MB", len(html) / 1e6)


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        make_page(
            snakemake.input.data,
            dict(zip(snakemake.params.models, snakemake.input.models, strict=True)),
            snakemake.input.trace,
            snakemake.input.environment,
            snakemake.output[0],
            snakemake.params.digit,
            snakemake.params.states,
        )
