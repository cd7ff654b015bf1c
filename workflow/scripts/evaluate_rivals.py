"""Evaluate the predictors' simple rivals in the same way: nats per pixel and per image."""

import pandas
from rowreader.analysis.pixel_costs import cost_row, evaluated, image_costs
from rowreader.analysis.rivals import fit_rivals
from rowreader.data.images import PARTS, load_part
from rowreader.run.files import save_arrays, save_table
from rowreader.run.job import job_log


def evaluate_rivals(data, tables, test):
    """Write what `evaluate_predictor` does. tables, test: {rival: path}. There is no chance in
    them: the seed is 0."""
    parts = {part: load_part(data, part)[0] for part in PARTS}
    rivals = fit_rivals(parts["train"], parts["validation"])
    for name, (logits_of, parameters) in rivals.items():
        costs = {
            part: image_costs(logits_of, evaluated(part, images)) for part, images in parts.items()
        }
        rows = [cost_row(name, 0, parameters, part, found) for part, found in costs.items()]
        save_table(tables[name], pandas.DataFrame(rows))
        save_arrays(test[name], nats=costs["test"][None])


if __name__ == "__main__":
    with job_log(*snakemake.log):
        evaluate_rivals(
            snakemake.input.data,
            dict(zip(snakemake.params.rivals, snakemake.output.cross_entropy, strict=True)),
            dict(zip(snakemake.params.rivals, snakemake.output.test, strict=True)),
        )
