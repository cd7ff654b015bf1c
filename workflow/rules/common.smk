# The checked configuration, and what several rules share.
import sys
from pathlib import Path

import yaml
from snakemake.exceptions import WorkflowError

SCRIPTS = Path(workflow.basedir) / "workflow" / "scripts"
SCHEMA = Path(workflow.basedir) / "workflow" / "schemas" / "config.schema.yaml"
sys.path.insert(0, str(SCRIPTS))

from rowreader.run.config import check_config, check_yaml, sweep_points
from rowreader.run.digests import code_digest, content_digest
from rowreader.run.errors import UserError
from rowreader.run.names import WHOLE_IMAGE, model_names, training_cost

CONFIG = "config/config.yaml"
if not Path(CONFIG).exists():  # a run in another folder than the source
    CONFIG = str(Path(workflow.basedir) / CONFIG)
try:
    check_yaml(CONFIG)  # Snakemake's own message names neither file nor line
except UserError as error:
    raise WorkflowError(str(error))


configfile: CONFIG


try:
    config = check_config(config, yaml.safe_load(SCHEMA.read_text()))
except UserError as error:
    raise WorkflowError(str(error))

RECURRENT = model_names(config["models"])
MODELS = [*RECURRENT, *WHOLE_IMAGE]
SEEDS = config["training"]["seeds"]
SWEEP_POINTS = sweep_points(config)
PDF = f"<results>/report/{config['report']['student_number']}_DL_hw3.pdf"
NOTEBOOK = PDF.replace(".pdf", ".ipynb")
PAGE = PDF.replace(".pdf", ".html")
PAGE_FILES = [path for path in (SCRIPTS.parent / "report" / "page").rglob("*") if path.is_file()]


wildcard_constraints:
    model="|".join({*MODELS, *(point["model"] for point in SWEEP_POINTS)}),
    cell="|".join(config["models"]["cells"]),
    seed=r"\d+",


def section(name, *keys):
    """The named keys of a configuration section, or all of it: what a rule's params hold."""
    part = config[name]
    return {key: part[key] for key in keys or part}


def hold_lock(path=".snakemake/rowreader.lock", held=[]):
    """Refuse a second run in the same folder. The kernel frees the lock when this process ends,
    however it ends; `held` keeps the file open until then."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    held.append(open(path, "w"))
    try:
        fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise WorkflowError("another run is at work in this folder; wait for it or stop it")


# What a network is, and how it is trained: the rest of these sections says only how many.
NETWORK_KEYS = [key for key in config["models"] if key not in ("cells", "sizes")]
TRAINING_KEYS = [key for key in config["training"] if key not in ("seeds", "threads")]


def figure_outputs(name, category):
    """A figure as PDF for the PDF report and, captioned in the HTML report, as PNG."""
    caption = f"../report/captions/{name.partition('_{')[0]}.rst"
    path = f"<results>/figures/{name}"
    return [f"{path}.pdf", report(f"{path}.png", caption=caption, category=category)]
