package org.lstmworkbook.lab.experiments;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.gates.AddingProblem;
import org.lstmworkbook.gates.MemoryTask;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * When the adding problem counts as solved, as in the 1997 paper: of 2,560 sequences at most 13
 * have an absolute error above 0.04.
 *
 * <p>A training asks again and again, so it might be believed at a lucky moment. Therefore two sets
 * of sequences: where the first says yes, the second, which was not asked before, must say so too.
 */
final class TestSequences {

  static final int WRONG_ALLOWED = 13;

  private static final int SEQUENCES = 2560;
  private static final int BATCH = 64;

  private final List<DataSet> asked;
  private final List<DataSet> confirming;

  /** Draws the sequences: the same for all jobs of a task, and none of any training. */
  TestSequences(MemoryTask task) {
    asked = draw(task, -1);
    confirming = draw(task, -2);
  }

  private static List<DataSet> draw(MemoryTask task, long seed) {
    var random = new SplittableRandom(seed);
    return IntStream.range(0, SEQUENCES / BATCH).mapToObj(n -> task.batch(BATCH, random)).toList();
  }

  /** How many answers are wrong; of both sets the larger number, if the first would do. */
  int wrong(MultiLayerNetwork network) {
    int wrong = wrong(network, asked);
    return wrong > WRONG_ALLOWED ? wrong : Math.max(wrong, wrong(network, confirming));
  }

  private static int wrong(MultiLayerNetwork network, List<DataSet> sequences) {
    int wrong = 0;
    for (DataSet batch : sequences) {
      INDArray error = network.output(batch.getFeatures()).sub(batch.getLabels());
      for (double e : error.data().asDouble()) {
        // Not "above the tolerance": NaN is wrong, too.
        if (!(Math.abs(e) <= AddingProblem.TOLERANCE)) {
          wrong++;
        }
      }
    }
    return wrong;
  }
}
