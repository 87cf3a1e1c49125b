package org.lstmworkbook.engine.bigquery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the method of BigQuery's API that a request means. */
final class Router {

  private record Route(
      String method, Pattern path, List<String> variables, Function<Call, Object> handler) {}

  private static final Pattern PROJECT = Pattern.compile("/bigquery/v2/projects/([^/]+)(/.*)");
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  private final String project;
  private final List<Route> routes = new ArrayList<>();

  /**
   * @param project the only project that there is
   */
  Router(String project) {
    this.project = project;
  }

  /**
   * @param path the path below the project, with variables as {@code {job}}
   * @param handler answers a call with a resource of BigQuery's API
   */
  void on(String method, String path, Function<Call, Object> handler) {
    List<String> variables =
        VARIABLE.matcher(path).results().map(variable -> variable.group(1)).toList();
    Pattern pattern = Pattern.compile(VARIABLE.matcher(path).replaceAll("([^/]+)"));
    routes.add(new Route(method, pattern, variables, handler));
  }

  /**
   * @throws ApiException 403 for another project, 501 for a method that is not there
   */
  Object answer(String method, String path, Map<String, String> query, String body) {
    Matcher inProject = PROJECT.matcher(path);
    if (!inProject.matches()) {
      throw ApiException.notImplemented(method + " " + path);
    }
    if (!inProject.group(1).equals(project)) {
      throw ApiException.accessDenied(
          "Project %1$s: User does not have bigquery.jobs.create permission in project %1$s."
              .formatted(inProject.group(1)));
    }
    for (Route route : routes) {
      Matcher match = route.path.matcher(inProject.group(2));
      if (route.method.equals(method) && match.matches()) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < route.variables.size(); i++) {
          variables.put(route.variables.get(i), match.group(i + 1));
        }
        return route.handler.apply(new Call(variables, query, body));
      }
    }
    throw ApiException.notImplemented(method + " " + path);
  }
}
