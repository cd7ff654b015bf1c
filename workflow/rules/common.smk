# The checked configuration, and what several rules share.
import os
import re
import sys
from pathlib import Path

import yaml
from snakemake.exceptions import WorkflowError

# The Snakefile's own folder; workflow.basedir is another one where a workflow uses this as a module.
SOURCE = Path(workflow.current_basedir.get_path_or_uri(secret_free=True)).parents[1]
SCRIPTS = SOURCE / "workflow" / "scripts"
SCHEMA = SOURCE / "workflow" / "schemas" / "config.schema.yaml"
if str(SCRIPTS) not in sys.path:
    sys.path.insert(0, str(SCRIPTS))

from rowreader.networks.cost import training_cost
from rowreader.run.config import (
    SWEPT,
    check_config,
    check_results_folder,
    predictor_settings,
    sweep_points,
)
from rowreader.run.digests import code_digest, content_digest
from rowreader.run.errors import UserError
from rowreader.run.locks import FOLDER, RUN, Busy, start_run
from rowreader.run.names import WHOLE_IMAGE, model_names
from rowreader.run.provenance import commit, versions
from rowreader.run.settings_file import check_settings_file
from rowreader.run.surroundings import settle

settle(os.environ, FOLDER)  # jobs inherit it
os.environ[RUN] = str(os.getpid())


# Here, not in the Snakefile: what an older Snakemake cannot parse comes after min_version has run.
pathvars:
    logs="<results>/logs",
    benchmarks="<results>/benchmarks",


CONFIG = "config/config.yaml"
IS_MODULE = Path(workflow.basedir).resolve() != SOURCE.resolve()
if IS_MODULE or not Path(CONFIG).exists():  # a module, or a run in another folder than the source
    CONFIG = str(SOURCE / CONFIG)
try:
    # Snakemake's own messages name neither file nor line, and it takes a key twice. The files of
    # --configfile it has read by now.
    for settings_file in [CONFIG, *([] if IS_MODULE else workflow.overwrite_configfiles)]:
        check_settings_file(settings_file)
except UserError as error:
    raise WorkflowError(str(error))


configfile: CONFIG


try:
    config = check_config(config, yaml.safe_load(SCHEMA.read_text(encoding="utf-8")))
    check_results_folder(config["pathvars"]["results"], SOURCE)
except UserError as error:
    raise WorkflowError(str(error))

RECURRENT = model_names(config["models"])
MODELS = [*RECURRENT, *WHOLE_IMAGE]
ANALYSED = [config["analysis"]["states"], config["analysis"]["gates"]]
SEEDS = config["training"]["seeds"]
SWEEP_POINTS = sweep_points(config)
PDF = f"<results>/report/{config['report']['student_number']}_DL_hw3.pdf"
NOTEBOOK = PDF.replace(".pdf", ".ipynb")
PAGE = PDF.replace(".pdf", ".html")
PAGE_FILES = [path for path in (SCRIPTS.parent / "report" / "page").rglob("*") if path.is_file()]


wildcard_constraints:
    # With one cell type in the tables, the other's analysed network is trained all the same.
    model="|".join({*MODELS, *ANALYSED, *(point["model"] for point in SWEEP_POINTS)}),
    cell="|".join(config["models"]["cells"]),
    seed=r"\d+",


def section(name, *keys):
    """The named keys of a configuration section, or all of it: what a rule's params hold."""
    part = config[name]
    return {key: part[key] for key in keys or part}


def hold_lock(held=[]):
    """Refuse a second run in the same folder; `held` keeps the lock until this process ends."""
    try:
        held.append(start_run())
    except Busy as error:
        raise WorkflowError(str(error))
    if held[-1] is None:
        logger.warning("This file system knows no locks: start no second run in this folder.")


SMALL = {"mem_mb": 500, "runtime": 5}  # resources of jobs that take seconds


def small(job):
    return job.resources["runtime"].value == SMALL["runtime"]


# What a network is, and how it is trained: the rest of these sections says only how many.
NETWORK_KEYS = [key for key in config["models"] if key not in ("cells", "sizes")]
TRAINING_KEYS = [key for key in config["training"] if key not in ("seeds", "threads")]


FIGURES = []  # the names of all figures; `figure_outputs` adds to it


def figure_outputs(name, category, **values):
    """A figure as PDF for the PDF report and, captioned in the HTML report, as PNG.

    values: those of the wildcards in `name`, a list each. All these figures are results.
    """
    FIGURES.extend(expand(name, **values))
    caption = f"../report/captions/{name.partition('_{')[0]}.rst"
    path = f"<results>/figures/{name}"
    return [f"{path}.pdf", report(f"{path}.png", caption=caption, category=category)]
