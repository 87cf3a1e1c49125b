"""Computes vectors.json: what well-known Python libraries answer to the questions that the tests put to org.lstmworkbook.evaluate.

Run from the project's root, in an environment with
  numpy pandas scipy scikit-learn statsmodels arch sktime dieboldmariano xgboost-cpu==2.1.4
Versions used are written into the file. Data: IBM of data-samples/daily_prices.csv.
"""

import importlib.metadata
import json
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
import xgboost
from arch import arch_model
from arch.univariate import HARX
from dieboldmariano import dm_test
from scipy import stats
from sklearn import metrics
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sktime.forecasting.naive import NaiveForecaster
from sktime.performance_metrics.forecasting import mean_absolute_percentage_error, mean_absolute_scaled_error
from statsmodels.stats.proportion import proportion_confint
from statsmodels.tsa.ar_model import AutoReg
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.holtwinters import SimpleExpSmoothing

warnings.filterwarnings("ignore")
prices = pd.read_csv("data-samples/daily_prices.csv").query("ticker == 'IBM'").sort_values("trade_date").reset_index(drop=True)
variance = 0.5 * np.log(prices.high / prices.low) ** 2 - (2 * np.log(2) - 1) * np.log(prices.close / prices.open) ** 2
volatility = (0.5 * np.log(variance)).to_numpy()[1:1201]  # day 0 has no return
returns = np.log(prices.adj_close).diff().to_numpy()[1:1201]
closes = prices.close.to_numpy()[1:1201]
train, test = 1000, 200
out = {"versions": {p: importlib.metadata.version(p) for p in ("numpy", "pandas", "scipy", "scikit-learn", "statsmodels", "arch", "sktime", "dieboldmariano", "xgboost-cpu")}}
out["volatility"], out["returns"], out["closes"], out["train"] = volatility.tolist(), returns.tolist(), closes.tolist(), train

# Metrics: the last 200 closes against those the day before, plus a lower and an upper quantile.
actual, last = closes[train:], closes[train - 1 : -1]
forecast = 0.9 * last + 0.1 * closes[train - 6 : -6]
out["metrics"] = {
    "mae": metrics.mean_absolute_error(actual, forecast),
    "rmse": metrics.root_mean_squared_error(actual, forecast),
    "mase": mean_absolute_scaled_error(actual, forecast, y_train=closes[:train], sp=1),
    "smape": 100 * mean_absolute_percentage_error(actual, forecast, symmetric=True),
    "pinball10": metrics.mean_pinball_loss(actual, forecast, alpha=0.1),
    "pinball90": metrics.mean_pinball_loss(actual, forecast, alpha=0.9),
    "wilson_81_of_263": list(proportion_confint(81, 263, method="wilson")),
    "wilson_0_of_20": list(proportion_confint(0, 20, method="wilson")),
}

# Diebold-Mariano: this forecast against persistence.
a, b = (actual - forecast) ** 2, (actual - last) ** 2
hac = sm.OLS(a - b, np.ones(test)).fit(cov_type="HAC", cov_kwds={"maxlags": 4, "use_correction": False}).tvalues[0]
corrected = hac * np.sqrt((test - 1) / test)
out["diebold_mariano"] = {
    **{f"h{h}": dm_test(actual, forecast, last, h=h, one_sided=False, harvey_correction=True) for h in (1, 5)},
    "newey_west_4": [corrected, 2 * stats.t.sf(abs(corrected), test - 1)],
}

# Naive methods, three days ahead of the training closes.
y = pd.Series(closes[:train])
out["naive"] = {
    "drift": NaiveForecaster("drift").fit(y).predict(fh=[3]).iloc[0],
    "seasonal": NaiveForecaster("last", sp=5).fit(y).predict(fh=[3]).iloc[0],
    "mean10": NaiveForecaster("mean", window_length=10).fit(y).predict(fh=[3]).iloc[0],
}
ses = SimpleExpSmoothing(volatility[:train], initialization_method="known", initial_level=volatility[0]).fit()
out["ewma"] = {"alpha": ses.params["smoothing_level"], "forecast": float(ses.forecast(1)[0])}

# Regressions: weights (inputs in the order of org.lstmworkbook.evaluate.Inputs, then the intercept) on the training days.
ar = AutoReg(volatility[:train], lags=5).fit().params
out["ar5"] = [*ar[1:], ar[0]]
har = HARX(volatility[:train], lags=[1, 5, 22]).fit(disp="off").params
out["har"] = [har.iloc[1], har.iloc[2], har.iloc[3], har.iloc[0]]


def lags(k, upto, horizon):
    x = np.array([volatility[i - k + 1 : i + 1][::-1] for i in range(k - 1, upto - horizon)])
    return x, volatility[k - 1 + horizon : upto]


x, y = lags(22, train, 2)
ridge = make_pipeline(StandardScaler(), Ridge(alpha=50.0)).fit(x, y)
out["ridge22_h2_forecast"] = float(ridge.predict(volatility[train - 22 : train][::-1][None])[0])
x, y = lags(10, train, 1)
settings = {"objective": "reg:squarederror", "max_depth": 3, "eta": 0.03, "min_child_weight": 40, "seed": 0, "nthread": 1}
boosted = xgboost.train(settings, xgboost.DMatrix(x.astype(np.float32), y), 150)
out["boosting10"] = boosted.predict(xgboost.DMatrix(np.array([volatility[i - 9 : i + 1][::-1] for i in range(train - 1, train + 9)], np.float32))).tolist()

# Walk-forward of HAR over 200 days, refitted every 22: by numpy alone.
means = np.column_stack([pd.Series(volatility).rolling(k).mean() for k in (1, 5, 22)])


def walk():
    forecasts = []
    for target in range(train, train + test):
        if (target - train) % 22 == 0:
            rows = np.arange(21, target - 1)
            fitted = LinearRegression().fit(means[rows], volatility[rows + 1])
        forecasts.append(fitted.predict(means[[target - 1]])[0])
    return forecasts


out["walk_expanding_h1"] = walk()

# ARIMA and GARCH.
out["arima"] = []
for order in [(1, 1, 1), (1, 0, 1), (2, 0, 0)]:
    fitted = ARIMA(volatility[:train], order=order).fit()
    later = fitted.append(volatility[train : train + 50], refit=False)
    out["arima"].append({"order": order, "forecast": fitted.forecast(3).tolist(), "later": later.forecast(3).tolist()})
garch = arch_model(100 * returns, mean="Constant", vol="GARCH", p=1, q=1).fit(disp="off")
ahead = garch.forecast(horizon=5, reindex=False).variance.to_numpy()[0]
out["garch"] = {
    "mean": garch.params["mu"] / 100,
    "omega": garch.params["omega"] / 1e4,
    "alpha": garch.params["alpha[1]"],
    "beta": garch.params["beta[1]"],
    "log_likelihood": garch.loglikelihood + len(returns) * np.log(100),
    "variance_1_and_5": [ahead[0] / 1e4, ahead[4] / 1e4],
    "variances": (garch.conditional_volatility[1:] ** 2 / 1e4).tolist(),
}

# Monte Carlo: the log-normal distribution that the paths are drawn from, 22 days ahead.
daily = np.diff(np.log(closes))
mu, sigma = daily.mean(), daily.std(ddof=1)
law = stats.lognorm(s=sigma * np.sqrt(22), scale=closes[-1] * np.exp(22 * mu))
out["monte_carlo"] = {"drift": mu, "volatility": sigma, "quantiles_22": law.ppf([0.025, 0.5, 0.975]).tolist()}

with open("tests/resources/evaluate/vectors.json", "w") as file:
    json.dump(out, file, indent=1)
