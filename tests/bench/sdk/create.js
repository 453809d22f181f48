// SPDX-FileCopyrightText: 2026 The Cadet authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// create.js ENDPOINT FILE: creates the task that FILE describes with the official SDK, and prints
// its ID. ENDPOINT is an address such as http://127.0.0.1:8080.
'use strict';

const fs = require('fs');
const { default: Client, $OpenApiUtil } = require('@alicloud/openapi-core');

async function main() {
  const endpoint = new URL(process.argv[2]);
  const task = JSON.parse(fs.readFileSync(process.argv[3], 'utf8'));
  const protocol = endpoint.protocol.slice(0, -1).toUpperCase();

  const client = new Client(new $OpenApiUtil.Config({
    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
    accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    endpoint: endpoint.host,
    protocol,
  }));
  const reply = await client.callApi(new $OpenApiUtil.Params({
    action: 'CreateTask',
    version: '2021-09-31',
    protocol,
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  }), new $OpenApiUtil.OpenApiRequest({
    body: { ...task, Variables: JSON.stringify(task.Variables) },
  }), {});

  console.log(reply.body.Data);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
