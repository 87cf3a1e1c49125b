"""For instructors: `nbgrader` releases, collects and grades the exercises with this configuration (see TEACHING.md)."""

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "lstm-workbook"
# nbgrader's own stub for Java is a comment, which a check could take for an answer: this one throws.
c.ClearSolutions.code_stub = {
    "java": 'throw new UnsupportedOperationException("Fill this blank, then run this cell again.");'
}
c.ClearSolutions.text_stub = "*Write your answer here.*"
c.ExecutePreprocessor.timeout = 120
# Java kernels take seconds to end by themselves.
c.Execute.shutdown_kernel = "immediate"
