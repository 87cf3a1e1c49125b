"""Google's own client for Python asks the embedded endpoint; run by test_bigquery_client.py in the environment that holds the client.

Arguments: URL TOKEN. Prints a line of JSON for each check: its name, and what went wrong or null.
"""

import concurrent.futures
import datetime
import json
import math
import sys
import traceback
from decimal import Decimal

from google.api_core import exceptions
from google.api_core.client_options import ClientOptions
from google.cloud import bigquery
from google.cloud.bigquery import ArrayQueryParameter, QueryJobConfig, ScalarQueryParameter, StructQueryParameter
from google.oauth2.credentials import Credentials

PRICES = "workbook-samples.market.daily_prices"
ENDLESS = f"SELECT COUNT(*) FROM `{PRICES}` a, `{PRICES}` b, `{PRICES}` c"
client = bigquery.Client("workbook-samples", Credentials(sys.argv[2]), client_options=ClientOptions(api_endpoint=sys.argv[1]))


def one_row(sql, *parameters):
    return tuple(next(iter(client.query_and_wait(sql, job_config=QueryJobConfig(query_parameters=parameters)))).values())


def refused(kind, reason, ask):
    """The error of a call that must be refused."""
    try:
        ask()
    except kind as error:
        assert error.errors[0]["reason"] == reason, error.errors
        return str(error)
    raise AssertionError("it was not refused")


def check_parameters_of_each_scalar_type_come_back_equal():
    utc = datetime.timezone.utc
    values = [
        ("INT64", -(2**63)), ("FLOAT64", 0.1), ("FLOAT64", math.inf), ("FLOAT64", -math.inf), ("STRING", "naïve 'quoted' \n☃"), ("BOOL", False),
        ("DATE", datetime.date(2000, 2, 29)), ("TIMESTAMP", datetime.datetime(2000, 2, 29, 1, 2, 3, 4, utc)),
        ("TIMESTAMP", datetime.datetime(1960, 1, 1, tzinfo=utc)), ("DATETIME", datetime.datetime(2000, 2, 29, 1, 2, 3)),
        ("TIME", datetime.time(1, 2, 3, 5)), ("NUMERIC", Decimal("1.25")), ("BIGNUMERIC", Decimal("1e-30")), ("BYTES", b"\x00\xff"),
    ]
    sql = "SELECT " + ", ".join(f"@p{i}" for i in range(len(values)))
    row = one_row(sql, *(ScalarQueryParameter(f"p{i}", kind, value) for i, (kind, value) in enumerate(values)))
    assert row == tuple(value for _, value in values), row
    nan, null = one_row("SELECT @nan, @null", ScalarQueryParameter("nan", "FLOAT64", math.nan), ScalarQueryParameter("null", "INT64", None))
    assert math.isnan(nan) and null is None


def check_parameters_by_place():
    assert one_row("SELECT ? || ?", ScalarQueryParameter(None, "STRING", "a"), ScalarQueryParameter(None, "STRING", "b")) == ("ab",)


def check_parameters_that_are_arrays_and_structs():
    days = [datetime.date(2008, 9, 15), datetime.date(2008, 9, 16)]
    sql = f"SELECT ARRAY_AGG(trade_date ORDER BY trade_date) FROM `{PRICES}` WHERE ticker = @s.ticker AND close > @s.least AND trade_date IN UNNEST(@days)"
    row = one_row(sql, ArrayQueryParameter("days", "DATE", days),
                  StructQueryParameter("s", ScalarQueryParameter("ticker", "STRING", "IBM"), ScalarQueryParameter("least", "FLOAT64", 1.5)))
    assert row == (days,), row
    numbers = [0.5, 1e300, math.inf]
    assert one_row("SELECT @f, ARRAY_LENGTH(@none)", ArrayQueryParameter("f", "FLOAT64", numbers), ArrayQueryParameter("none", "INT64", [])) == (numbers, 0)


def check_results_that_are_arrays_structs_and_null():
    row = one_row("SELECT [1, 2], STRUCT('x' AS a, [STRUCT(DATE '2000-01-02' AS d)] AS b), NULL, CAST('nan' AS FLOAT64), ARRAY<STRING>[]")
    assert row[:3] == ([1, 2], {"a": "x", "b": [{"d": datetime.date(2000, 1, 2)}]}, None), row
    assert math.isnan(row[3]) and row[4] == []


def check_a_whole_result_in_pages_of_any_size():
    for size in (1000, 2155, 12_154, 50_000, None):
        rows = client.query_and_wait(f"SELECT ticker, volume FROM `{PRICES}`", page_size=size)
        assert sum(1 for _ in rows) == rows.total_rows == 12_154, size
    assert len(list(client.query_and_wait(f"SELECT volume FROM `{PRICES}`", max_results=7))) == 7


def check_a_job_is_paged_while_many_later_queries_run():
    pages = client.query(f"SELECT trade_date FROM `{PRICES}` WHERE ticker = 'IBM' ORDER BY 1").result(page_size=500).pages
    days = [row[0] for row in next(pages)]
    for i in range(25):
        assert one_row(f"SELECT {i}") == (i,)
    days += [row[0] for page in pages for row in page]
    assert len(days) == len(set(days)) == 3270 and days == sorted(days)


def check_a_table_and_its_rows():
    assert [each.dataset_id for each in client.list_datasets()] == ["market"]
    assert [each.table_id for each in client.list_tables("market")] == ["daily_prices"]
    table = client.get_table(PRICES)
    assert table.num_rows == 12_154 and table.schema[1].field_type == "DATE"
    assert len(list(client.list_rows(table, max_results=3))) == 3
    assert len(list(client.list_rows(table, start_index=12_150))) == 4
    assert len(list(client.list_rows(table, page_size=1000))) == 12_154
    selected = list(client.list_rows(table, selected_fields=[table.schema[0], table.schema[7]], max_results=2))
    assert list(selected[0].keys()) == ["ticker", "volume"], selected[0].keys()


def check_jobs_are_listed_latest_first():
    first, second = client.query("SELECT 1"), client.query("SELECT 2")
    second.result()
    listed = [job.job_id for job in client.list_jobs(max_results=2)]
    assert listed == [second.job_id, first.job_id], listed
    assert client.get_job(first.job_id).query == "SELECT 1"
    assert all(job.state == "DONE" for job in client.list_jobs(max_results=3, state_filter="done"))
    assert len(list(client.list_jobs(all_users=True, page_size=2, max_results=5))) == 5


def check_a_dry_run_costs_bytes_and_runs_nothing():
    job = client.query(f"SELECT close FROM `{PRICES}` WHERE volume > 1 / 0", job_config=QueryJobConfig(dry_run=True))
    assert job.total_bytes_processed == 16 * 12_154, job.total_bytes_processed
    assert [field.name for field in job.schema] == ["close"]
    assert "4 MiB" not in refused(exceptions.BadRequest, "invalidQuery", lambda: client.query("SELECT x", job_config=QueryJobConfig(dry_run=True)))


def check_a_cap_refuses():
    job = client.query(f"SELECT close FROM `{PRICES}`", job_config=QueryJobConfig(maximum_bytes_billed=1000))
    refused(exceptions.BadRequest, "bytesBilledLimitExceeded", lambda: job.result(retry=None, job_retry=None))


def check_labels_and_default_dataset():
    config = QueryJobConfig(labels={"course": "lstm"}, default_dataset="workbook-samples.market")
    job = client.query("SELECT COUNT(*) FROM daily_prices", job_config=config)
    assert [tuple(row) for row in job.result()] == [(12_154,)]
    assert client.get_job(job.job_id).labels == {"course": "lstm"}


def check_errors_are_of_the_clients_own_kinds():
    refused(exceptions.NotFound, "notFound", lambda: client.query_and_wait("SELECT * FROM market.nothing"))
    refused(exceptions.NotFound, "notFound", lambda: client.get_table("workbook-samples.market.nothing"))
    refused(exceptions.NotFound, "notFound", lambda: client.get_job("nothing"))
    refused(exceptions.NotFound, "notFound", lambda: client.get_dataset("nothing"))
    refused(exceptions.BadRequest, "invalidQuery", lambda: client.query_and_wait("SELEC 1"))
    refused(exceptions.BadRequest, "invalidQuery", lambda: client.query("SELECT 1 / 0").result())
    refused(exceptions.Forbidden, "accessDenied", lambda: client.get_table("another-project.d.t"))
    refused(exceptions.MethodNotImplemented, "notImplemented", lambda: client.create_dataset("mine", retry=None))
    client.query("SELECT 1", job_id="twice", job_retry=None)
    refused(exceptions.Conflict, "duplicate", lambda: client.query("SELECT 1", job_id="twice", retry=None, job_retry=None))


def check_a_running_job_is_cancelled():
    job = client.query(ENDLESS)
    assert job.cancel()
    error = job.exception(timeout=30)
    assert error is not None and error.errors[0]["reason"] == "stopped", error
    assert client.get_job(job.job_id).state == "DONE"


def check_a_job_that_outlives_the_clients_patience():
    job = client.query(ENDLESS)
    try:
        job.result(timeout=1)
        raise AssertionError("it ended")
    except concurrent.futures.TimeoutError:
        assert job.running()
    finally:
        job.cancel()


def check_a_result_as_columns_of_arrow():
    table = client.query_and_wait(f"SELECT * FROM `{PRICES}`").to_arrow(create_bqstorage_client=False)
    assert table.num_rows == 12_154 and str(table.schema.field("trade_date").type) == "date32[day]"
    assert table["volume"].null_count == 0 and str(table.schema.field("close").type) == "double"


def main():
    for name, check in list(globals().items()):
        if name.startswith("check_"):
            try:
                check()
                fault = None
            except Exception:
                fault = traceback.format_exc()
            print(json.dumps({"name": name, "fault": fault}), flush=True)


main()
