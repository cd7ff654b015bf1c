"""The whole chain through a real Slurm of one node, which this test starts by hand: needs root,
slurmctld, slurmd and munged, and no Slurm that is already set up."""

import contextlib
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from ..workflow.conftest import Workflow

CONFIGURATION = Path("/etc/slurm/slurm.conf")  # srun inside a job looks only here
SETTINGS = """
ClusterName=rowreader
SlurmctldHost={host}(127.0.0.1)
AuthType=auth/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
MinJobAge=300
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""
SMALL = {
    "models": {"sizes": ["4"]},
    "training": {"seeds": [0], "epochs": 1},
    "analysis": {"seed": 0},
}


@contextlib.contextmanager
def daemon(*command, log, **options):
    """Run a daemon in the foreground of its own process; stop it at the end."""
    with open(log, "w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, **options)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="session")
def slurm(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slurm")
    (folder / "state").mkdir()
    (folder / "spool").mkdir()
    missing = [name for name in ("slurmctld", "slurmd", "munged") if not shutil.which(name)]
    if missing or os.geteuid() != 0 or CONFIGURATION.exists():
        pytest.fail(f"needs root, no {CONFIGURATION}, and {', '.join(missing) or 'nothing else'}")
    settings = SETTINGS.format(
        host=socket.gethostname().partition(".")[0], folder=folder, cpus=os.cpu_count()
    )
    CONFIGURATION.write_text(settings)
    try:
        run = Path("/run/munge")
        run.mkdir(exist_ok=True)
        shutil.chown(run, "munge", "munge")
        with (
            daemon("munged", "--foreground", log=folder / "munged", user="munge"),
            daemon("slurmctld", "-D", "-i", log=folder / "slurmctld"),
            daemon("slurmd", "-D", log=folder / "slurmd"),
        ):
            # Waits until the node is up.
            subprocess.run(["srun", "--wait=60", "true"], check=True, timeout=60)
            yield folder
    finally:
        CONFIGURATION.unlink()


def test_the_chain_runs_on_slurm(slurm, tmp_path):
    workflow = Workflow(tmp_path)
    jobs = sum(workflow.plan(settings=SMALL).values())
    command = [
        *("timeout", "--kill-after=10", "1200"),
        *workflow.command("--workflow-profile", "profiles/slurm", settings=SMALL),
        *("--default-resources", "slurm_partition=main", "slurm_account=none"),
        *("--slurm-status-command", "squeue", "--slurm-init-seconds-before-status-checks", "3"),
        *("--seconds-between-status-checks", "3"),
    ]
    done = subprocess.run(command, **workflow.process)
    assert done.returncode == 0, done.stdout
    assert "SLURM jobid" in done.stdout
    pdf = workflow.results / "report/00000000_DL_hw3.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")
    assert done.stdout.count("SLURM jobid") < jobs  # the small ones went together
    assert workflow.plan(settings=SMALL) == {}
