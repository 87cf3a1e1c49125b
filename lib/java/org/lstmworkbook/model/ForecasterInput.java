package org.lstmworkbook.model;

import java.util.Optional;
import org.lstmworkbook.UserException;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.Windows;

/**
 * What a forecaster reads: windows of its own length, scaled by its own scaler.
 *
 * @param scaler fitted on the training rows; names the features
 * @param target the feature that is forecast
 * @param window days in a window
 * @param horizon trading days from the last known day to the one that is forecast
 */
record ForecasterInput(MinMaxScaler scaler, String target, int window, int horizon) {

  static ForecasterInput of(Windows windows) {
    MinMaxScaler scaler =
        windows
            .matrix()
            .scaler()
            .orElseThrow(() -> new UserException("The windows are not scaled."));
    return new ForecasterInput(scaler, windows.target(), windows.length(), windows.horizon());
  }

  /**
   * Checks that windows are of this kind.
   *
   * @throws UserException that says what differs
   */
  void refuseOther(Windows windows) {
    if (!windows.matrix().names().equals(scaler.names())) {
      throw new UserException(
          "This forecaster reads the features %s, but the windows hold %s."
              .formatted(scaler.names(), windows.matrix().names()));
    }
    if (!windows.matrix().scaler().equals(Optional.of(scaler))) {
      throw new UserException(
          "The windows are not scaled by this forecaster's own scaler: use scaler().transform.");
    }
    if (windows.length() != window
        || windows.horizon() != horizon
        || !windows.target().equals(target)) {
      throw new UserException(
          "This forecaster reads windows of %d days for %s %d day(s) later, but got %d days for %s %d day(s) later."
              .formatted(
                  window, target, horizon, windows.length(), windows.target(), windows.horizon()));
    }
  }
}
