# The checked configuration, and what several rules share.
import os
import sys
from pathlib import Path

import yaml

# The Snakefile's own folder; workflow.basedir is another one where a workflow uses this as a module.
SOURCE = Path(workflow.current_basedir.get_path_or_uri(secret_free=True)).parents[1]
SCRIPTS = SOURCE / "workflow" / "scripts"
REPORT_SOURCE = SOURCE / "workflow" / "report"
if str(SCRIPTS) not in sys.path:
    sys.path.insert(0, str(SCRIPTS))

from rowreader.console.from_snakemake import show_plan, show_run
from rowreader.console.words import ending
from rowreader.networks.cost import training_cost
from rowreader.report.latex import printed_figures
from rowreader.run import sweep
from rowreader.run.config import check_config, check_results_folder, sweep_points
from rowreader.run.digests import content_digest
from rowreader.run.every_rule import complete_rules, own_rules
from rowreader.run.fork_server import start_server
from rowreader.run.locks import FOLDER, RUN, start_run
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
# Snakemake's own messages name neither file nor line, and it takes a key twice. The files of
# --configfile it has read by now.
for settings_file in [CONFIG, *([] if IS_MODULE else workflow.overwrite_configfiles)]:
    check_settings_file(settings_file)


configfile: CONFIG


SCHEMA = yaml.safe_load((SOURCE / "workflow/schemas/config.schema.yaml").read_text("utf-8"))
config = check_config(config, SCHEMA)
check_results_folder(config["pathvars"]["results"], SOURCE)

# Question 3 and its bonus look into a GRU and an LSTM whichever cells are to be compared.
STATES, GATES = config["analysis"]["states_of"], config["analysis"]["gates_of"]
RECURRENT = list(dict.fromkeys([*model_names(config["models"]), STATES, GATES]))
MODELS = [*RECURRENT, *WHOLE_IMAGE]
PREDICTORS = model_names(config["prediction"])
SEEDS = config["training"]["seeds"]
SWEEP_POINTS = sweep_points(config)


wildcard_constraints:
    model="|".join({*MODELS, *PREDICTORS, *(point["model"] for point in SWEEP_POINTS)}),
    cell="|".join(config["models"]["cells"]),
    seed=r"\d+",


def section(name, *keys, without=()):
    """The named keys of a configuration section, or all but some: what a rule's params hold."""
    part = config[name]
    return {key: part[key] for key in keys or part if key not in without}


show_plan(workflow, logger, config)

# What the data are, what a network is, and how it is trained: the rest says where and how many.
DATA = section("data", without=["folder"])
NETWORK = section("models", without=["cells", "sizes"])
TRAINING = section("training", without=["seeds", "threads"])
# Whether trainings come from, and go to, Snakemake's cache between workflows: --cache.
CACHING = workflow.workflow_settings.cache is not None and "SNAKEMAKE_OUTPUT_CACHE" in os.environ


def digest_of(pattern):
    """Of a report's parts, which are no inputs: they lie beside the code, wherever that is."""
    return content_digest(REPORT_SOURCE.glob(pattern))


def in_report(path, category, name=None):
    """A result that the HTML report shows, under a name that its caption's file has, too."""
    name = name or Path(path).stem
    caption = f"../report/captions/{name.partition('_{')[0]}.rst"
    label = name.replace("_", " ").capitalize()
    return report(path, caption=caption, category=category, labels={"Result": label})


def figure_outputs(name, category, folder="<results>/figures"):
    """A figure as PDF for the PDF report and, captioned in the HTML report, as PNG."""
    path = f"{folder}/{name}"
    return [f"{path}.pdf", in_report(f"{path}.png", category)]
