"""Make the page on which one draws the top of a digit and a pixel predictor completes it."""

import logging

import numpy as np
from rowreader.data.images import load_part, pack
from rowreader.report.page import PREDICTION_FOLDER, packed, render_page
from rowreader.report.plots import COLOURS
from rowreader.report.provenance import provenance_line
from rowreader.report.titles import title
from rowreader.run.errors import UserError, job_log
from rowreader.run.files import atomic, load_record, load_table
from rowreader.run.sha256 import sha256


def make_prediction_page(data, models, costs, seed, environment, output):
    """Write the HTML. models: {name: path} of the predictors of training seed `seed`; costs: the
    paths of their evaluations."""
    from rowreader.networks.store import load_model
    from rowreader.report.page_networks import NoTwin, network_data

    images, labels = load_part(data, "test")
    shape = (images[0].size, 1)
    networks, left_out = [], []
    for (name, path), cost in zip(models.items(), costs, strict=True):
        model = load_model(path, shape, shape, rule="train_predictor")
        try:
            network = network_data(model)
        except NoTwin as reason:
            left_out.append(f"{title(name)} is left out: {reason}.")
            logging.info(left_out[-1])
            continue
        about = {"name": name, "title": title(name), "nats_per_pixel": test_cost(cost, seed)}
        networks.append({**about, **network})
        logging.info("%s: %.4f nats per pixel", name, about["nats_per_pixel"])
    if not networks:
        raise UserError(f"no predictor is left for {output}: {' '.join(left_out)}")
    document = {
        "images": packed(pack(images)),
        "labels": packed(labels),
        "tops": first_of_each_digit(labels),
        "networks": networks,
        "lines": COLOURS,
    }
    keys = ["commit", "python", "packages", "machine"]
    line = provenance_line(load_record(environment, "record_environment", keys), sha256(data))
    with atomic(output) as temporary:
        texts = {"left_out": left_out, "provenance": line}
        html = render_page(texts, document, PREDICTION_FOLDER)
        temporary.write_text(html, encoding="utf-8")
    logging.info("%.2f MB", len(html) / 1e6)


def test_cost(path, seed):
    """The nats per pixel of the test images in an evaluation, for the network of this seed."""
    columns = ["seed", "part", "nats_per_pixel"]
    table = load_table(path, "evaluate_predictor", columns, key=["seed", "part"])
    return float(table.set_index(["seed", "part"]).loc[(seed, "test"), "nats_per_pixel"])


def first_of_each_digit(labels):
    """The index of the first image of each digit that there is, in the digits' order."""
    return np.unique(labels, return_index=True)[1].tolist()


if __name__ == "__main__":
    with job_log(snakemake.log[0]):
        make_prediction_page(
            snakemake.input.data,
            dict(zip(snakemake.params.models, snakemake.input.models, strict=True)),
            snakemake.input.costs,
            snakemake.params.seed,
            snakemake.input.environment,
            snakemake.output[0],
        )
