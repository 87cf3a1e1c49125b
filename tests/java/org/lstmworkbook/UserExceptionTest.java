package org.lstmworkbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;

class UserExceptionTest {

  @Test
  void givenAnErrorInACell_whenThrown_thenOnlyTheCellsLineIsLeft() {
    try (var shell = JShell.builder().executionEngine("local").build()) {
      List<SnippetEvent> events =
          shell.eval("throw new org.lstmworkbook.UserException(\"no such ticker\");");
      var error = (EvalException) events.get(0).exception();

      assertEquals(UserException.class.getName(), error.getExceptionClassName());
      assertEquals("no such ticker", error.getMessage());
      assertEquals(1, error.getStackTrace().length, Arrays.toString(error.getStackTrace()));
    }
  }

  @Test
  void givenAnErrorOutsideANotebook_whenThrown_thenTheStackTraceIsWhole() {
    var error = new UserException("no such ticker");

    assertTrue(error.getStackTrace().length > 5);
    assertEquals(getClass().getName(), error.getStackTrace()[0].getClassName());
  }
}
