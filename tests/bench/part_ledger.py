# SPDX-FileCopyrightText: 2026 The Cadet authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ledger: what a ledger with very many tasks takes, and what keeping one costs a creation.

The calls are those of the window, each from the main thread to the ledger's own and back, on a file
that SQLite filled. Then tasks are created at a small server on loopback, one at a time and eight:
recorded, sent, recorded; beside the same requests signed and sent by the same code with no ledger.
"""
import json
import os
import subprocess

from answer import Server
from figures import NotMeasured, Report, run_in_turn, say_on_terminal

PAGE_AIM, SEARCH_AIM = 10, 5
CREATIONS = 200


def aim_of(measure):
    if measure.startswith('search, 4'):
        return SEARCH_AIM
    return PAGE_AIM if measure.startswith('the next page') else None


def run(command, what):
    environment = os.environ | {'ALIBABA_CLOUD_ACCESS_KEY_ID': 'YourAccessKeyId',
                                'ALIBABA_CLOUD_ACCESS_KEY_SECRET': 'YourAccessKeySecret'}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        lines = done.stderr.decode(errors='replace').strip().splitlines()
        raise NotMeasured(f'{what} failed' + (f': {lines[-1]}' if lines else ''))
    return done.stdout.decode()


def measure_calls(report, build, file, tasks):
    output = run([build + '/tests/bench/ledger', file, str(tasks)], 'the ledger')
    for measured in map(json.loads, output.splitlines()):
        if 'ms' in measured:
            report.add_result(f"{measured['measure']}, ms", measured['ms'],
                              aim_of(measured['measure']), 2)
        else:
            report.add_result(f"{measured['measure']}, a second", [measured['perSecond']], None, 0)


def create_many(build, url, at_once, *ledger):
    seconds = float(run([build + '/tests/bench/create-many', url, str(CREATIONS), str(at_once),
                         *ledger], 'create-many'))
    return {'rate': CREATIONS / seconds, 'each': seconds / CREATIONS}


def measure_creations(report, build, folder, runs):
    server = Server()
    url = f'http://127.0.0.1:{server.port}'
    programs = {}
    for at_once in (1, 8):
        ledger = os.path.join(folder, f'ledger-{at_once}.db')
        programs[f'created, {at_once} at once, recorded'] = (
            lambda at_once=at_once, ledger=ledger: create_many(build, url, at_once, ledger))
        programs[f'created, {at_once} at once, no ledger'] = (
            lambda at_once=at_once: create_many(build, url, at_once))
    series = run_in_turn(programs, runs, say_on_terminal('ledger'))
    for program in programs:
        report.add_row(series, program)
    for at_once in (1, 8):
        report.add_result(f'{at_once} at once: a creation with its records : without',
                          series.ratios(f'created, {at_once} at once, recorded',
                                        f'created, {at_once} at once, no ledger', 'each'))


def measure(options, build, folder):
    tasks = options.tasks if options.tasks is not None else 1_000_000
    runs = max(options.runs // 3, 1)
    report = Report('ledger', f'{tasks:,} tasks; {runs} times {CREATIONS} creations in turn: '
                              'median (least to most)')
    report.set_columns(('a second', 'rate', 1, 0), ('each, ms', 'each', 1000, 2))
    measure_calls(report, build, os.path.join(folder, 'ledger.db'), tasks)
    measure_creations(report, build, folder, runs)
    return report
