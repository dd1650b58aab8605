"""What is exported computes what was trained. Needs torch; the other tests don't."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import onnxruntime

from export import fit_temperature, graph_of, threshold
from networks import LITE0, inverted_residuals, mobilenet_v1, narrow_top

BUILDERS = {
    "v1": lambda: mobilenet_v1(0.25, 5),
    "inverted residuals": lambda: inverted_residuals(LITE0, 64, 5, (3, -1)),
}


def lively(network):
    """Float16 values, as training keeps them, that carry the input through to the outputs (default ones hardly do)."""
    for convolution in network.convolutions():
        torch.nn.init.kaiming_normal_(convolution.weight)
    for layer in (network.head, network.gate):
        torch.nn.init.normal_(layer.weight)
    for parameter in [p for c in network.convolutions() for p in c.parameters()]:
        parameter.data = parameter.data.half().float()
    return network.eval()


@pytest.mark.parametrize("name", BUILDERS)
def test_the_onnx_file_agrees_with_the_network(name, tmp_path):
    torch.manual_seed(0)
    network = lively(BUILDERS[name]())
    (tmp_path / "model.onnx").write_bytes(graph_of(network, 64, "test").SerializeToString())
    inputs = torch.rand(1, 1, 64, 64) * 2 - 1
    exported = onnxruntime.InferenceSession(tmp_path / "model.onnx").run(None, {"input": inputs.numpy()})
    with torch.no_grad():
        for ours, theirs, other in zip(network.explained(inputs), exported, network.explained(-inputs)):
            assert theirs == pytest.approx(ours.numpy(), rel=1e-3, abs=1e-3)
            assert (ours - other).abs().max() > 0.02  # the outputs do depend on the input


def test_a_maps_mean_and_the_bias_are_the_logit():
    network = mobilenet_v1(0.25, 5).eval()
    inputs = torch.rand(2, 1, 96, 96)
    with torch.no_grad():
        _logits, cam, gate = network.explained(inputs)
        assert torch.allclose(cam.mean((2, 3)) + network.head.bias, network(inputs), atol=1e-5)
    assert cam.shape == (2, 5, 3, 3) and gate.shape == (2, 1)


def test_frozen_blocks_and_depthwise_filters_get_no_gradient():
    network = inverted_residuals(LITE0, 64, 5)
    network.freeze(3)
    network(torch.rand(1, 1, 64, 64)).sum().backward()
    learnt = {id(p) for p in network.parameters() if p.grad is not None}
    assert not any(id(p) in learnt for p in network.blocks[:3].parameters())
    assert not any(id(c.weight) in learnt for c in network.convolutions() if c.groups > 1)
    assert id(network.head.weight) in learnt


def test_narrowing_keeps_the_channels_that_vary():
    network = mobilenet_v1(0.25, 5)
    with pytest.raises(ValueError):
        narrow_top(network, torch.zeros(2, 256), 8)  # its last block has two convolutions
    residual = inverted_residuals(LITE0, 16, 5)
    before = residual.blocks[-1].convolutions[0].weight.clone()
    narrow_top(residual, torch.arange(16.0).repeat(4, 1) * torch.tensor([[-1.0], [1], [-1], [1]]), 4)
    assert torch.equal(residual.blocks[-1].convolutions[0].weight, before[12:])


def test_the_temperature_undoes_overconfidence():
    generator = np.random.default_rng(0)
    logits = generator.normal(0, 2, (4000, 5))
    powers = np.exp(logits)
    labels = np.array([generator.choice(5, p=row / row.sum()) for row in powers])
    assert fit_temperature(logits * 3, labels) == pytest.approx(3, rel=0.1)


def test_a_threshold_turns_away_at_most_its_share():
    scores = np.arange(100.0)
    assert (scores < threshold(scores, 0.02)).mean() == 0.02
