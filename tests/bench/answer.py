# SPDX-FileCopyrightText: 2026 The Cadet authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server on loopback that answers every request at once, whoever sent it.

It is what the compared programs talk to: it does as little as can be, and the same for each of
them. Unlike the sandbox it verifies nothing.
"""
import contextlib
import json
import socket
import ssl
import threading

BODY = json.dumps({'RequestId': '4E1BE2B7-5A3F-5A3E-8C0A-2D6A5E1F0C11', 'Message': 'Success',
                   'Data': 1994, 'Code': 200}).encode()
ANSWER = (b'HTTP/1.1 200 OK\r\ncontent-type: application/json;charset=utf-8\r\n'
          b'content-length: %d\r\n\r\n' % len(BODY)) + BODY


class Server:
    """Listens from the start. The last request is in `headers` (pairs) and `body` (bytes)."""

    def __init__(self, context=None):
        self.context = context
        self.headers, self.body = [], b''
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError), connection:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile('rb') as stream:
                while self.read_request(stream):
                    connection.sendall(ANSWER)

    def read_request(self, stream):
        if not stream.readline():
            return False
        headers = []
        while (line := stream.readline().rstrip(b'\r\n')):
            name, _, value = line.decode('latin-1').partition(':')
            headers.append((name.lower(), value.strip()))
        lengths = dict(headers)
        if lengths.get('transfer-encoding') == 'chunked':
            body = b''
            while (size := int(stream.readline().split(b';')[0], 16)):
                body += stream.read(size)
                stream.readline()
            stream.readline()
        else:
            body = stream.read(int(lengths.get('content-length', 0)))
        self.headers, self.body = headers, body
        return True


def secure_context(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(['http/1.1'])
    return context
