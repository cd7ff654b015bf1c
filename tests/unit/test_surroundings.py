"""What the user has set for other programs is removed; what reaches the network stays."""

import sys

from rowreader.run.surroundings import kernel_manager, settle


def test_what_others_have_set_is_removed_and_the_way_to_the_network_stays(tmp_path):
    stays = {"PATH": "p", "HTTPS_PROXY": "x", "PIP_CERT": "c", "REQUESTS_CA_BUNDLE": "b"}
    foreign = {
        **{"MPLBACKEND": "module://none", "MATPLOTLIBRC": "rc", "KERAS_MAX_EPOCHS": "1"},
        **{"TEXINPUTS": "somewhere", "TEXMFCNF": "x", "JUPYTER_PATH": "y", "PYTHONPATH": "z"},
        **{"PIP_USER": "1", "LC_ALL": "de_DE.ISO-8859-1", "TF_ENABLE_ONEDNN_OPTS": "0"},
    }
    environment = {**stays, **foreign, "KERAS_BACKEND": "torch"}
    settle(environment, tmp_path)
    assert not {name for name in foreign if environment.get(name) == foreign[name]}
    assert stays.items() <= environment.items()
    assert environment["KERAS_BACKEND"] == "tensorflow"


def test_the_kernel_is_this_python_whatever_is_installed(tmp_path, monkeypatch):
    kernel = tmp_path / "kernels/python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["/no/python"], "display_name": "Other"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert kernel_manager().kernel_spec.argv[0] == sys.executable
