"""What the user has set for other programs stays outside: the same bytes whatever it is.

Snakemake starts each job with its own environment, so what is settled here, once, in the process
that starts the jobs, holds for all of them and for what they start: TeX, Jupyter's kernel, git.
"""

import sys
from pathlib import Path

FOREIGN = (
    *("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHONOPTIMIZE"),
    *("PYTHONIOENCODING", "PYTHONINSPECT", "PYTHONUSERBASE", "PYTEST_"),
    *("MPL", "MATPLOTLIB"),  # matplotlib's backend and settings
    *("KERAS_", "TF_", "XLA_", "ONEDNN_", "DNNL_"),  # numbers, and what is computed by what
    *("JUPYTER", "IPYTHON"),  # kernels of other Pythons, start-up files
    *("TEX", "BIBINPUTS", "BSTINPUTS", "TFMFONTS", "VFFONTS", "T1FONTS", "ENCFONTS"),
    *("SOURCE_DATE_EPOCH", "FORCE_SOURCE_DATE"),
    *("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV"),
    *("GIT_", "BASH_ENV", "LC_", "LANG"),
)
"""Beginnings of the names of variables that are removed. What says how the network is reached
(proxies, certificates, pip's index) and which GPU is used stays."""

KEPT = ("TF_FORCE_GPU_ALLOW_GROWTH", "GIT_SSL_", "PYTEST_ADDOPTS")


def settle(environment, folder):
    """Change `environment`, a mapping such as os.environ, to what every job starts with.

    folder: where programs keep what they keep between jobs, such as matplotlib's list of fonts; it
    stands for the home folder, which may hold settings, and which not everybody can write.
    """
    for name in list(environment):
        if name.startswith(FOREIGN) and not name.startswith(KEPT):
            del environment[name]
    homes = {
        "keras": ["KERAS_HOME"],
        "matplotlib": ["MPLCONFIGDIR"],
        "ipython": ["IPYTHONDIR"],
        "jupyter": ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"],
        "texmf": ["TEXMFHOME", "TEXMFVAR", "TEXMFCONFIG"],
    }
    for name, variables in homes.items():
        environment.update(dict.fromkeys(variables, str(Path(folder, name).resolve())))
    environment.update(
        KERAS_BACKEND="tensorflow",
        MPLBACKEND="agg",
        TF_CPP_MIN_LOG_LEVEL="2",
        PYTHONUTF8="1",
        PYTHONHASHSEED="0",
    )


def kernel_manager():
    """A manager of a Jupyter kernel that is this Python, whatever kernels are installed."""
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpecManager

    specs = KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    assert manager.kernel_spec.argv[0] == sys.executable
    return manager
