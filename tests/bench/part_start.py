# SPDX-FileCopyrightText: 2026 The Cadet authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""start: what Cadet's window takes until its first frame and at rest, beside a bare window.

The programs run on a virtual display of their own. watch-window sees them from outside, by the
same means for each: the first frame is the first damage that the X server reports for the
program's window. Cadet starts as it does for somebody who has used it: with the sandbox profile,
and with a ledger that has no task, or many.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

from figures import NotMeasured, Report, run_in_turn, say_on_terminal

BARE = 'bare AdwApplicationWindow'
SETTINGS = "[io/github/cadetapp/Cadet]\ndefault-profile='sandbox'\n"


def make_home(folder, build, tasks):
    """A home folder, and in it the environment that leads there."""
    environment = os.environ | {
        'HOME': folder, 'XDG_CONFIG_HOME': folder + '/.config', 'XDG_CACHE_HOME': folder + '/.cache',
        'XDG_DATA_HOME': folder + '/.local/share', 'XDG_STATE_HOME': folder + '/.local/state',
        'GSETTINGS_BACKEND': 'keyfile'}
    settings = folder + '/.config/glib-2.0/settings'
    os.makedirs(settings)
    with open(settings + '/keyfile', 'w', encoding='utf-8') as file:
        file.write(SETTINGS)
    data = folder + '/.local/share/cadet'
    os.makedirs(data, mode=0o700)
    # Each of its transactions is durable, which on a disk takes long and here helps nobody.
    memory = os.path.isdir('/dev/shm') and shutil.disk_usage('/dev/shm').free > tasks * 4096
    with tempfile.TemporaryDirectory(dir='/dev/shm' if memory else folder) as place:
        subprocess.run([build + '/tests/bench/fill-ledger', place + '/ledger.db', str(tasks)],
                       check=True, stdin=subprocess.DEVNULL)
        shutil.move(place + '/ledger.db', data)
    return environment


def watch(watcher, environment, *command):
    if not os.access(watcher, os.X_OK):
        raise NotMeasured('it was built without the headers of libX11 and libXdamage')
    done = subprocess.run([watcher, *command], env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise NotMeasured(f'{os.path.basename(command[0])} could not be watched')
    return json.loads(done.stdout)


def measure(options, build, folder):
    """Runs on the virtual display; returns the report."""
    say = say_on_terminal('start')
    report = Report('start', f'{options.runs} starts of each in turn: median (least to most)')
    report.set_columns(('first frame, wall ms', 'wall', 1000, 0),
                       ('first frame, CPU ms', 'cpu', 1000, 0),
                       ('at rest, CPU ms', 'rest', 1000, 0),
                       ('at rest, PSS MB', 'pss', 1024 / 1e6, 1))
    watcher = build + '/tests/bench/watch-window'
    programs = {}

    def add(name, command, tasks):
        say(f'filling a ledger with {tasks} tasks')
        environment = make_home(f'{folder}/{len(programs)}', build, tasks)
        programs[name] = lambda: watch(watcher, environment, command)

    add(BARE, build + '/tests/bench/bare-window', 0)
    add('Cadet, no task', build + '/src/cadet-window', 0)
    tasks = options.tasks if options.tasks is not None else 100_000
    add(f'Cadet, {tasks:,} tasks', build + '/src/cadet-window', tasks)

    series = run_in_turn(programs, options.runs, say)
    for name in programs:
        report.add_row(series, name)
    for name in list(programs)[1:]:
        report.add_result(f'{name}: first frame, wall', series.ratios(name, BARE, 'wall'), 1.15)
        report.add_result(f'{name}: first frame, CPU', series.ratios(name, BARE, 'cpu'), 1.15)
        report.add_result(f'{name}: PSS at rest', series.ratios(name, BARE, 'pss'), 1.25)
    report.add_note('The aims are for the ratio to the bare window, which is the floor of the '
                    'platform.')
    return report


def on_display(source, command):
    """Run COMMAND in a desktop session of its own; it leaves this process's name."""
    session = os.path.join(source, 'build-aux', 'virtual-session')
    # On a desktop the toolkit looks for GL and Vulkan, and so does the floor.
    return subprocess.run([sys.executable, session, '--no-keyring', *command],
                          env=os.environ | {'GDK_DISABLE': ''}, check=False).returncode
