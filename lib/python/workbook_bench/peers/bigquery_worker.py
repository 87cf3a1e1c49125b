"""Reads the table of the dataset market that each line of input names. Arguments: PROJECT rest|storage_read arrow|dataframe."""

import json
import os
import resource
import sys
import time

import grpc
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery, bigquery_storage
from google.cloud.bigquery_storage_v1.services.big_query_read.transports import BigQueryReadGrpcTransport

project, path, form = sys.argv[1:]
client = bigquery.Client(project=project, credentials=AnonymousCredentials(),
                         client_options=ClientOptions(api_endpoint=os.environ["BIGQUERY_EMULATOR_HOST"]))
storage = None
if path == "storage_read":
    channel = grpc.insecure_channel(os.environ["BIGQUERY_STORAGE_EMULATOR_HOST"],
                                    options=[("grpc.max_receive_message_length", -1)])
    storage = bigquery_storage.BigQueryReadClient(transport=BigQueryReadGrpcTransport(channel=channel))

for line in sys.stdin:
    started = time.perf_counter()
    rows = client.list_rows(client.get_table(f"{project}.market.{line.strip()}"))
    read = rows.to_arrow if form == "arrow" else rows.to_dataframe
    table = read(bqstorage_client=storage, create_bqstorage_client=False)
    seconds = time.perf_counter() - started
    print("answer " + json.dumps({
        "seconds": seconds,
        "columns": table.shape[1],
        "sum_of_volume": int(table["volume"].to_numpy().sum()),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }), flush=True)
