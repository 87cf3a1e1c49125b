package org.lstmworkbook.engine.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;

/** Columns on their way to the evaluator's process, packed as Tablesaw packs them. */
final class TableStream {

  private TableStream() {}

  static void write(DataOutputStream out, List<Column<?>> columns) throws IOException {
    out.writeInt(columns.size());
    for (Column<?> column : columns) {
      out.writeUTF(column.name());
      out.writeUTF(column.type().name());
      out.writeInt(column.size());
      for (int row = 0; row < column.size(); row++) {
        write(out, column, row);
      }
    }
  }

  private static void write(DataOutputStream out, Column<?> column, int row) throws IOException {
    if (column instanceof StringColumn strings) {
      text(out, strings.get(row));
    } else if (column instanceof LongColumn longs) {
      out.writeLong(longs.getLong(row));
    } else if (column instanceof DoubleColumn doubles) {
      out.writeDouble(doubles.getDouble(row));
    } else if (column instanceof BooleanColumn booleans) {
      out.writeByte(booleans.getByte(row));
    } else if (column instanceof DateColumn dates) {
      out.writeInt(dates.getIntInternal(row));
    } else if (column instanceof TimeColumn times) {
      out.writeInt(times.getIntInternal(row));
    } else if (column instanceof DateTimeColumn dateTimes) {
      out.writeLong(dateTimes.getLongInternal(row));
    } else if (column instanceof InstantColumn instants) {
      out.writeLong(instants.getLongInternal(row));
    } else {
      throw new IllegalArgumentException("No GoogleSQL type for column " + column.name());
    }
  }

  static List<Column<?>> read(DataInputStream in) throws IOException {
    List<Column<?>> columns = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      Column<?> column = empty(in.readUTF(), in.readUTF());
      for (int rows = in.readInt(); rows > 0; rows--) {
        append(in, column);
      }
      columns.add(column);
    }
    return columns;
  }

  private static Column<?> empty(String name, String type) {
    return ColumnType.valueOf(type).create(name);
  }

  private static void append(DataInputStream in, Column<?> column) throws IOException {
    if (column instanceof StringColumn strings) {
      strings.append(text(in));
    } else if (column instanceof LongColumn longs) {
      longs.append(in.readLong());
    } else if (column instanceof DoubleColumn doubles) {
      doubles.append(in.readDouble());
    } else if (column instanceof BooleanColumn booleans) {
      booleans.append(in.readByte());
    } else if (column instanceof DateColumn dates) {
      dates.appendInternal(in.readInt());
    } else if (column instanceof TimeColumn times) {
      times.appendInternal(in.readInt());
    } else if (column instanceof DateTimeColumn dateTimes) {
      dateTimes.appendInternal(in.readLong());
    } else if (column instanceof InstantColumn instants) {
      instants.appendInternal(in.readLong());
    }
  }

  /** A text of any length; {@code writeUTF} ends at 64 KiB. */
  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }
}
