package org.lstmworkbook.gates;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * All gates of a trained network over one sequence: what each unit let in, kept and let out, step
 * by step.
 *
 * <p>Each of {@link #i}, {@link #f}, {@link #o}, {@link #g}, {@link #c} and {@link #h} is an array
 * [hidden][time]: the rows of a heatmap are units, its columns are steps. Step 0 is the first of
 * the sequence.
 */
public final class GateTrace {

  private final List<LstmStep> steps;

  private GateTrace(List<LstmStep> steps) {
    this.steps = steps;
  }

  /**
   * Runs a trained network over a sequence from the zero state. The layer's weights are read by
   * {@link TrainedCells}; a later layer gets what the layers before it make of the sequence.
   *
   * @param layer number of an LSTM layer, from 0
   * @param sequence the network's inputs [1, features, time]
   * @throws UserException if the layer is no LSTM, or the sequence is not one sequence
   */
  public static GateTrace of(MultiLayerNetwork network, int layer, INDArray sequence) {
    LstmCell cell = TrainedCells.lstm(network, layer);
    if (sequence.rank() != 3 || sequence.size(0) != 1) {
      throw new UserException(
          "a trace follows one sequence, an array [1, features, time]; this one is %s"
              .formatted(sequence.shapeInfoToString()));
    }
    INDArray inputs =
        layer == 0 ? sequence : network.feedForwardToLayer(layer - 1, sequence, false).get(layer);
    return of(cell, toSteps(inputs));
  }

  /**
   * Runs a cell over a sequence from the zero state.
   *
   * @param xs inputs [time][inputs]
   */
  public static GateTrace of(LstmCell cell, double[][] xs) {
    return new GateTrace(cell.run(xs));
  }

  /**
   * One sequence as the arrays that a {@link RecurrentCell} reads.
   *
   * @param sequence [1, features, time]
   * @return [time][features]
   */
  public static double[][] toSteps(INDArray sequence) {
    return sequence
        .castTo(DataType.DOUBLE)
        .reshape(sequence.size(1), sequence.size(2))
        .transpose()
        .toDoubleMatrix();
  }

  /** The input gate [hidden][time]: 0 closed, 1 open. */
  public double[][] i() {
    return byUnit(LstmStep::i);
  }

  /** The forget gate [hidden][time]: 0 forgets, 1 keeps. */
  public double[][] f() {
    return byUnit(LstmStep::f);
  }

  /** The output gate [hidden][time]: 0 closed, 1 open. */
  public double[][] o() {
    return byUnit(LstmStep::o);
  }

  /** The candidate [hidden][time], from −1 to 1. */
  public double[][] g() {
    return byUnit(LstmStep::g);
  }

  /** The memory cell [hidden][time]. */
  public double[][] c() {
    return byUnit(LstmStep::c);
  }

  /** The output [hidden][time], from −1 to 1. */
  public double[][] h() {
    return byUnit(LstmStep::h);
  }

  /** The same as a table: columns step, unit, i, f, o, g, c, h; one row for each step and unit. */
  public Table toTable() {
    Table table =
        Table.create("gates", IntColumn.create("step"), IntColumn.create("unit"))
            .addColumns(
                Stream.of("i", "f", "o", "g", "c", "h")
                    .map(DoubleColumn::create)
                    .toArray(DoubleColumn[]::new));
    for (int t = 0; t < steps.size(); t++) {
      LstmStep step = steps.get(t);
      double[][] parts = {step.i(), step.f(), step.o(), step.g(), step.c(), step.h()};
      for (int unit = 0; unit < step.h().length; unit++) {
        table.intColumn("step").append(t);
        table.intColumn("unit").append(unit);
        for (int part = 0; part < parts.length; part++) {
          table.doubleColumn(2 + part).append(parts[part][unit]);
        }
      }
    }
    return table;
  }

  private double[][] byUnit(Function<LstmStep, double[]> part) {
    double[][] values = new double[steps.get(0).h().length][steps.size()];
    for (int t = 0; t < steps.size(); t++) {
      double[] units = part.apply(steps.get(t));
      for (int unit = 0; unit < units.length; unit++) {
        values[unit][t] = units[unit];
      }
    }
    return values;
  }
}
