"""Keras's LSTM on TensorFlow, last time step, one output, mean squared error, Adam. Argument: THREADS."""

import sys

import tensorflow
from turns import serve

threads = int(sys.argv[1])
tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
tensorflow.config.threading.set_inter_op_parallelism_threads(1)

import keras  # noqa: E402  after the threads are set
import numpy  # noqa: E402


def make(batch, steps, features, hidden, layers):
    keras.utils.set_random_seed(1)
    stack = [keras.layers.LSTM(hidden, return_sequences=layer < layers - 1) for layer in range(layers)]
    network = keras.Sequential([keras.Input((steps, features)), *stack, keras.layers.Dense(1)])
    network.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")
    random = numpy.random.default_rng(1)
    x = tensorflow.constant(random.standard_normal((batch, steps, features), dtype=numpy.float32))
    y = tensorflow.constant(random.standard_normal((batch, 1), dtype=numpy.float32))
    return lambda: network.train_on_batch(x, y), lambda: network.predict_on_batch(x)


serve(make)
