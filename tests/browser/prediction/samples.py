"""The samples of the page, and what they should be."""

import numpy as np

COMPLETION = """(({known, position, samples, truth}) => ({
    known, position, samples: samples.map(({bits, logits}) => [[...bits], [...logits]]),
    truth: [...truth.logits]}))(rowreader.completion())"""
COMPLETE = """([name, image, row, seed, count, steps]) => {
    const bits = rowreader.test.bitsOf(image);
    const completion = rowreader.complete(name, bits, row, seed, count);
    steps.forEach((step) => completion.advance(step));
    return completion.samples.map(({bits, logits}) => [[...bits], [...logits]]);
}"""
LOGITS = """([name, images]) => [...Array(images).keys()].map((k) =>
    [...rowreader.read(name, rowreader.test.bitsOf(k)).logits].slice(1))"""


def completion(page):
    """(known, position, bits (samples, 784), logits (samples, 784), logits of the truth)"""
    found = page.evaluate(COMPLETION)
    drawn, logits = (np.array([sample[k] for sample in found["samples"]], float) for k in (0, 1))
    return found["known"], found["position"], drawn, logits, np.array(found["truth"], float)


def complete(page, name, row=14, seed=0, count=3, steps=(784,), image=0):
    """The bits and the logits of samples, (count, 784) each."""
    samples = page.evaluate(COMPLETE, [name, image, row, seed, count, list(steps)])
    return [np.array([sample[k] for sample in samples], float) for k in (0, 1)]


def keras_logits(model, images):
    pixels = images.reshape(len(images), 784, 1).astype(np.float32)
    return model.predict(pixels, verbose=0)[:, :-1, 0]


def costs(logits, drawn):
    return np.logaddexp(0, np.where(drawn, -logits, logits))
