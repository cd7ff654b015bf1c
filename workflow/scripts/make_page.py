"""Make the page on which one draws a digit and watches the trained networks read it."""

import numpy as np
from rowreader.analysis.decisions import decision_rows
from rowreader.analysis.metrics import accuracy
from rowreader.data.images import load_part, pack
from rowreader.report.page import colours, packed, write_page
from rowreader.run.files import load_arrays
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log


def make_page(data, models, trace, environment, output, digit, states):
    """Write the HTML. models: {name: path} of the networks; trace: that of the network `states`,
    whose examples the report shows, beside the first test image of `digit`."""
    from rowreader.networks.store import load_model
    from rowreader.report.page_networks import logits_by_row, page_networks

    images, labels = load_part(data, "test")

    def readings(name, model):
        logits = logits_by_row(model, images)
        return {
            "accuracy": float(accuracy(logits[:, -1], labels)),
            "predicted": packed(logits[:, -1].argmax(1)),
            "decided": packed(decision_rows(logits.argmax(-1))),
        }

    networks, left_out = page_networks(
        models, lambda path: load_model(path, images.shape[1:]), readings
    )
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
    write_page(output, environment, data, left_out, document)


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        make_page(
            snakemake.input.data,
            dict(zip(snakemake.params.models, snakemake.input.models, strict=True)),
            snakemake.input.trace,
            snakemake.input.environment,
            snakemake.output[0],
            snakemake.params.digit,
            snakemake.params.states,
        )
