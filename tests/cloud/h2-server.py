#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Cadet authors
"""An HTTP/2 server with a certificate of its own that hands requests back as unprocessed.

h2-server.py FOLDER MODE, where MODE is `refuse-once` (RST_STREAM REFUSED_STREAM for the first
request), `goaway-once` (GOAWAY below the first request), `refuse-always`, or `serve`.

Writes `ca.pem` into FOLDER, prints its port, and then one JSON object for each request.
"""
import json
import socket
import ssl
import subprocess
import sys
import threading

import h2.config
import h2.connection
import h2.errors
import h2.events

REPLY = json.dumps({"RequestId": "H2", "Message": "Success", "Data": 1994, "Code": 200}).encode()


def make_certificates(folder):
    def openssl(*args):
        subprocess.run(("openssl",) + args, cwd=folder, check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca-key.pem", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=Test authority", "-addext", "basicConstraints=critical,CA:TRUE")
    openssl("req", "-x509", *key, "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
            "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost",
            "-addext", "basicConstraints=critical,CA:FALSE")


class Server:
    def __init__(self, mode):
        self.mode = mode
        self.lock = threading.Lock()
        self.requests = 0

    def report(self, headers, body, refused):
        with self.lock:
            print(json.dumps({"headers": headers, "body": body.decode(), "refused": refused}),
                  flush=True)

    def decide(self):
        with self.lock:
            self.requests += 1
            if self.mode == "serve" or (self.requests > 1 and self.mode != "refuse-always"):
                return "serve"
            return self.mode

    def serve(self, sock):
        connection = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
        connection.initiate_connection()
        sock.sendall(connection.data_to_send())
        streams = {}
        while data := sock.recv(65536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    streams[event.stream_id] = (dict(event.headers), b"")
                elif isinstance(event, h2.events.DataReceived):
                    headers, body = streams[event.stream_id]
                    streams[event.stream_id] = (headers, body + event.data)
                    connection.acknowledge_received_data(event.flow_controlled_length,
                                                         event.stream_id)
                elif isinstance(event, h2.events.StreamEnded):
                    self.answer(connection, event.stream_id, *streams.pop(event.stream_id))
            sock.sendall(connection.data_to_send())

    def answer(self, connection, stream_id, headers, body):
        decision = self.decide()
        self.report(headers, body, decision != "serve")
        if decision == "serve":
            connection.send_headers(stream_id, [(":status", "200"),
                                                ("content-type", "application/json"),
                                                ("content-length", str(len(REPLY)))])
            connection.send_data(stream_id, REPLY, end_stream=True)
        elif decision == "goaway-once":
            connection.close_connection(last_stream_id=0)
        else:
            connection.reset_stream(stream_id, h2.errors.ErrorCodes.REFUSED_STREAM)


def handle(server, context, sock):
    try:
        with context.wrap_socket(sock, server_side=True) as secure:
            server.serve(secure)
    except OSError:
        pass


def main():
    folder, mode = sys.argv[1:]
    make_certificates(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
    context.set_alpn_protocols(["h2"])
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    # The test closes standard input when it is done.
    server = Server(mode)

    def accept():
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=handle, args=(server, context, sock), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
