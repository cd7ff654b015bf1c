"""Make the page on which one draws the top of a digit and a pixel predictor completes it."""

import numpy as np
from rowreader.data.images import load_part, pack
from rowreader.report.page import PREDICTION_FOLDER, packed, write_page
from rowreader.report.plots import COLOURS
from rowreader.run.errors import UserError
from rowreader.run.files import load_table
from rowreader.run.fork_server import ran_in_fork
from rowreader.run.job import job_log


def make_prediction_page(data, models, costs, seed, environment, output):
    """Write the HTML. models: {name: path} of the predictors of training seed `seed`; costs: the
    paths of their evaluations."""
    from rowreader.networks.predictor import load_predictor
    from rowreader.report.page_networks import page_networks

    images, labels = load_part(data, "test")
    evaluations = dict(zip(models, costs, strict=True))
    networks, left_out = page_networks(
        models,
        load_predictor,
        lambda name, _: {"nats_per_pixel": test_cost(evaluations[name], seed)},
    )
    if not networks:
        raise UserError(f"no predictor is left for {output}: {' '.join(left_out)}")
    document = {
        "images": packed(pack(images)),
        "labels": packed(labels),
        "tops": first_of_each_digit(labels),
        "networks": networks,
        "lines": COLOURS,
    }
    write_page(output, environment, data, left_out, document, PREDICTION_FOLDER)


def test_cost(path, seed):
    """The nats per pixel of the test images in an evaluation, for the network of this seed."""
    columns = ["seed", "part", "nats_per_pixel"]
    table = load_table(path, "evaluate_predictor", columns, key=["seed", "part"])
    return float(table.set_index(["seed", "part"]).loc[(seed, "test"), "nats_per_pixel"])


def first_of_each_digit(labels):
    """The index of the first image of each digit that there is, in the digits' order."""
    return np.unique(labels, return_index=True)[1].tolist()


if __name__ == "__main__" and not ran_in_fork():
    with job_log(*snakemake.log):
        make_prediction_page(
            snakemake.input.data,
            dict(zip(snakemake.params.models, snakemake.input.models, strict=True)),
            snakemake.input.costs,
            snakemake.params.seed,
            snakemake.input.environment,
            snakemake.output[0],
        )
