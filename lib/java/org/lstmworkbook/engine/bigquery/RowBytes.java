package org.lstmworkbook.engine.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.util.Data;
import com.google.api.services.bigquery.model.TableCell;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableRow;
import com.google.zetasql.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A row of a result as it leaves the evaluator's process and waits for its page: the text of each
 * value, a tenth of the memory that the values themselves would take. Arrays and structs nest.
 */
final class RowBytes {

  private static final int NULL = -1;

  private RowBytes() {}

  static byte[] of(List<Value> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      for (Value each : values) {
        write(out, each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Value value) throws IOException {
    if (value.getType().isArray()) {
      List<Value> elements = value.isNull() ? List.of() : value.getElementList();
      out.writeInt(elements.size());
      for (Value each : elements) {
        write(out, each);
      }
    } else if (value.isNull()) {
      out.writeInt(NULL);
    } else if (value.getType().isStruct()) {
      out.writeInt(value.getFieldCount());
      for (Value each : value.getFieldList()) {
        write(out, each);
      }
    } else {
      TableStream.text(out, RestTypes.text(value));
    }
  }

  /** The row as BigQuery's JSON has it. */
  static TableRow resource(byte[] row, List<TableFieldSchema> fields, TimestampFormat timestamps) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(row));
    List<TableCell> cells = new ArrayList<>(fields.size());
    try {
      for (TableFieldSchema each : fields) {
        cells.add(new TableCell().setV(cell(in, each, timestamps)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the schema is the row's own", e);
    }
    return new TableRow().setF(cells);
  }

  private static Object cell(DataInputStream in, TableFieldSchema field, TimestampFormat timestamps)
      throws IOException {
    if (!"REPEATED".equals(field.getMode())) {
      return single(in, field, timestamps);
    }
    int size = in.readInt();
    List<Map<String, Object>> elements = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      elements.add(Map.of("v", single(in, field, timestamps)));
    }
    return elements;
  }

  private static Object single(
      DataInputStream in, TableFieldSchema field, TimestampFormat timestamps) throws IOException {
    int size = in.readInt();
    if (size == NULL) {
      return Data.nullOf(Object.class);
    }
    if (field.getFields() != null) {
      List<Map<String, Object>> cells = new ArrayList<>(size);
      for (TableFieldSchema each : field.getFields()) {
        cells.add(Map.of("v", cell(in, each, timestamps)));
      }
      return Map.of("f", cells);
    }
    String text = new String(in.readNBytes(size), UTF_8);
    return field.getType().equals("TIMESTAMP") ? timestamps.text(Long.parseLong(text)) : text;
  }
}
