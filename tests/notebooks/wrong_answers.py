"""A common mistake for each exercise, and a part of the hint that it must get."""

WRONG_ANSWERS = {
    ("01", "unit"): ("return bias + weights[0] * x[0] + weights[1] * x[1];", "squash it with tanh"),
    ("01", "batches"): ("return pairs / size;", "smaller batch"),
    ("01", "step"): ("return w + rate * slope;", "uphill"),
    ("01", "covered"): (
        "int n = 0; for (double r : returns) if (r <= half) n++; return (double) n / returns.length;",
        "compare the size of the return",
    ),
    ("02", "plain"): ("return Math.tanh(ofX * x + bias);", "previous output h is missing"),
    ("02", "memory"): ("return Math.tanh(f * cBefore + i * g);", "No tanh here"),
    ("02", "count"): ("return 4 * units * (units + inputs);", "biases are missing"),
    ("03", "learn"): ("return Math.tanh(zg);", "ignore factor"),
    ("03", "use"): ("return c / (1 + Math.exp(-zo));", "through tanh before the gate"),
    ("03", "factor"): ("return 1 / 8.0;", "three days"),
    ("04", "half"): ("return Math.log(2) / Math.log(f);", "check the signs"),
    ("04", "bias"): ("return Math.log(9);", "over one step"),
    ("04", "counter"): (
        "var open = GateWeights.held(1, 1, 1); return new LstmCell(open, GateWeights.held(0, 1, 1), open,"
        " new GateWeights(new double[][] {{0, 1}}, new double[] {0}));",
        "forget gate must be open",
    ),
    ("05", "rebuild"): (
        "double[] c = new double[f.length]; for (int t = 0; t < f.length; t++) c[t] = i[t] * g[t]; return c;",
        "the old memory counts",
    ),
    ("05", "movement"): ("return gate[gate.length - 1] - gate[0];", "last value minus the first"),
    ("05", "left"): ("double p = 1; for (double v : f) p *= v; return p;", "scaled what was there before"),
    ("05", "reach"): ("return 0.5 * days / (1 - far / near);", "take logarithms"),
    ("06", "opens"): ("return ofX(8, 0);", "bias must be negative"),
    ("06", "fades"): ("return 3;", "close the gate a little"),
    ("06", "limit"): ("return Double.POSITIVE_INFINITY;", "h goes through tanh"),
    ("07", "nudge"): ("return (f.applyAsDouble(x + step) - f.applyAsDouble(x - step)) / step;", "2 steps apart"),
    ("07", "vanish"): ("return (int) (Math.log(1e-6) / Math.log(factor));", "round up"),
    ("07", "level"): (
        "var open = GateWeights.held(1, 1, 1); return new LstmCell(GateWeights.held(0.01, 1, 1),"
        " GateWeights.held(0.9, 1, 1), open, new GateWeights(new double[][] {{0, 1}}, new double[] {0}));",
        "open the forget gate further",
    ),
    ("07", "jacobian"): (
        "double[][] j = new double[h.length][h.length]; for (int k = 0; k < h.length; k++)"
        " for (int n = 0; n < h.length; n++) j[k][n] = (1 - h[n] * h[n]) * w[k][n]; return j;",
        "that of unit k, which squashes",
    ),
    ("08", "label"): (
        "double s = 0; for (int t = 0; t < values.length; t++) s += values[t] * marks[t]; return 0.5 + s / 4;",
        "where the sequence begins and ends",
    ),
    ("08", "guess"): ("return 0.5;", "other predictions are all right"),
    ("08", "states"): ("return p + 1;", "one chain"),
    ("08", "opening"): (
        "double a = 0, e = 0; for (int t = 0; t < gate.length; t++) if (marked[t]) a += gate[t]; else e += gate[t];"
        " return a / e;",
        "compare means",
    ),
    ("09", "back"): ("return error * w;", "slope of tanh is missing"),
    ("09", "whole"): ("int t = h.length - 1; return (1 - h[t] * h[t]) * h[t - 1];", "last step only"),
    ("09", "truncated"): ("int t = h.length - 1; return (1 - h[t] * h[t]) * h[t - 1];", "second step back"),
    ("09", "forget"): ("return dc * f * (1 - f);", "old memory is missing"),
    ("10", "shapes"): ("return new long[][] {{32, 60, 5}, {32, 1}};", "features come before the days"),
    ("10", "targets"): ("return Arrays.copyOf(series, series.length - 1);", "Those are the inputs"),
    ("10", "write"): (
        "double[] p = new double[days]; Arrays.fill(p, model.applyAsDouble(start)); return p;",
        "feed it back",
    ),
    ("11", "stateful"): (
        "CellState s = cell.zeroState(); for (double[] x : second) s = cell.step(x, s).after(); return s;",
        "hand the state over",
    ),
    ("11", "epochs"): ("return epochs;", "sixteen times fewer"),
    ("11", "start"): ("return r;", "stretch of its own"),
    ("12", "through"): ("double s = 0; for (double w : weights) s += w; return sigma * s;", "partly cancel"),
    ("12", "bound"): ("return Double.POSITIVE_INFINITY;", "never leaves the range"),
    ("12", "median"): (
        "double[] y = x.clone(); for (int t = 1; t < x.length - 1; t++) y[t] = (x[t - 1] + x[t] + x[t + 1]) / 3;"
        " return y;",
        "That is the mean",
    ),
    ("13", "share"): (
        "double u = 0, a = 0; for (int n = 0; n < actual.length; n++) { u += Math.pow(actual[n] - forecast[n], 2);"
        " a += Math.pow(actual[n], 2); } return 1 - u / a;",
        "measured from the mean",
    ),
    ("13", "product"): ("return Math.pow(a + b, 2) - Math.pow(a - b, 2);", "Divide by 4"),
    ("13", "scales"): ("return true;", "grows fourfold"),
    ("14", "operations"): ("return 4 * hidden * (hidden + features);", "two operations"),
    ("14", "fixed"): ("return msOf10;", "price of their own"),
    ("14", "amdahl"): ("return cores;", "Only half of the step"),
    ("15", "scaled"): (
        "double step = Math.abs(actual[1] - actual[0]), error = 0; for (int t = 0; t < actual.length; t++)"
        " error += Math.abs(actual[t] - forecast[t]) / actual.length; return error / step;",
        "The yardstick is fixed before",
    ),
    ("15", "remembered"): (
        "double p = 0, s = 0; for (int t = 0; t < x.length; t++) { s += x[t] * x[t]; if (t >= lag) p += x[t] * x[t - lag]; }"
        " return lag == 0 ? 1 : p / s * x.length / (x.length - lag);",
        "subtract the mean first",
    ),
    ("15", "coin"): ("return hits > days / 2;", "a coin does so, too"),
    ("16", "scaler"): (
        "double a = Arrays.stream(x).min().orElseThrow(), b = Arrays.stream(x).max().orElseThrow();"
        " return Arrays.stream(x).map(v -> (v - a) / (b - a)).toArray();",
        "highest price to come",
    ),
    ("16", "gap"): ("return firstTest - 1;", "long after the test has begun"),
    ("16", "trailing"): (
        "return IntStream.range(0, x.length).mapToDouble(t -> Arrays.stream(x, Math.max(0, t - 1),"
        " Math.min(x.length, t + 2)).average().orElseThrow()).toArray();",
        "yours knows of the jump",
    ),
    ("16", "ahead"): (
        "return feature.apply(x)[0] != feature.apply(Arrays.copyOf(x, day + 1))[0];",
        "Compare every day",
    ),
    ("17", "skill"): (
        "double m = Arrays.stream(actual).average().orElseThrow(), u = 0, a = 0; for (int t = 0; t < actual.length; t++)"
        " { u += Math.pow(actual[t] - forecast[t], 2); a += Math.pow(actual[t] - m, 2); } return 1 - u / a;",
        "The rival is persistence",
    ),
    ("17", "late"): (
        "int best = 0; double least = 1e9; for (int lag = 0; lag <= most; lag++) { double d = 0;"
        " for (int t = most; t < truth.length; t++) d += Math.pow(truth[t] - forecast[t - lag], 2);"
        " if (d < least) { least = d; best = lag; } } return best;",
        "an earlier truth",
    ),
    ("17", "even"): (
        "double gross = 0, trades = 0; for (int t = 0; t < returns.length; t++) { gross += positions[t] * returns[t];"
        " if (positions[t] != (t == 0 ? 0 : positions[t - 1])) trades++; } return 10_000 * gross / trades;",
        "two dollars are traded",
    ),
    ("17", "many"): ("return strategies * p;", "cannot be above 1"),
    ("18", "draw"): ("return least + share * (most - least);", "Take powers"),
    ("18", "trials"): ("return (int) Math.ceil(1 / share);", "all may have missed"),
    ("18", "report"): ("return Arrays.stream(test).min().orElseThrow();", "chosen by the test days"),
    ("19", "har"): (
        "return new double[] {x[x.length - 1], Arrays.stream(x, 0, 5).average().orElseThrow(),"
        " Arrays.stream(x, 0, 22).average().orElseThrow()};",
        "oldest days",
    ),
    ("19", "owed"): ("return (standard - withInputs) / standard;", "share of the win"),
    ("19", "breathing"): (
        "double[] a = Arrays.stream(moves).map(Math::abs).sorted().toArray();"
        " return a[(int) Math.ceil((a.length + 1) * promised) - 1];",
        "Divide each by the volatility",
    ),
    ("20", "clip"): (
        "return Arrays.stream(gradient).map(g -> Math.max(-longest, Math.min(longest, g))).toArray();",
        "by the same factor",
    ),
    ("20", "drop"): (
        "return IntStream.range(0, h.length).mapToDouble(k -> kept[k] ? h[k] : 0).toArray();",
        "Scale what is kept",
    ),
    ("20", "stack"): ("return layers * 4 * hidden * (features + hidden + 1);", "does not read the two features"),
    ("21", "recurse"): (
        "double[] a = new double[days]; Arrays.fill(a, model.applyAsDouble(window)); return a;",
        "window did not move",
    ),
    ("21", "price"): ("return close * (1 + Arrays.stream(logReturns).sum());", "becomes a factor by exp"),
    ("21", "width"): ("return oneDay * days;", "partly cancel"),
    ("21", "blocks"): ("return days - horizon + 1;", "share nine of their ten days"),
    ("22", "gru"): ("return (1 - z) * h + z * g;", "the old state is kept"),
    ("22", "count"): ("return 4 * hidden * (features + hidden + 1);", "three blocks"),
    ("22", "attend"): (
        "double all = Arrays.stream(scores).sum(); return Arrays.stream(scores).map(s -> s / all).toArray();",
        "exp comes first",
    ),
    ("23", "turns"): ("return (double) tasks / workers * (work + overhead);", "round the turns up"),
    ("23", "bill"): ("return stocks * bytes;", "however little it reads"),
    ("23", "pack"): ("return (int) Math.ceil(overhead / (share * work));", "of the whole task"),
    ("24", "mean"): (
        "double[] m = new double[replicas[0].length]; for (double[] r : replicas)"
        " for (int k = 0; k < m.length; k++) m[k] += r[k]; return m;",
        "That is the sum",
    ),
    ("24", "updates"): ("return epochs * ((windows + size - 1) / size);", "ten steps at once"),
    ("24", "twin"): (
        "double[] w = weights[0].clone(); int last = w.length - 1; w[0] = weights[0][last]; w[last] = weights[0][0]; "
        "return new double[][] {w, weights[1]};",
        "v belongs to the unit",
    ),
}
