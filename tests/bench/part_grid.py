# SPDX-FileCopyrightText: 2026 The Cadet authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""grid: what the variables grid takes until its first frame, and for a frame while it scrolls.

The grid is alone in a window as large as Cadet's. Its first frame is measured as in the part start,
and the bare window's CPU time in the same round is taken off. The CPU time of a frame that scrolls
a third of a page is taken inside the program, from one tick of the frame clock to the next.
"""
import os
import statistics
import subprocess

from figures import NotMeasured, Report, run_in_turn, say_on_terminal
from part_start import BARE, watch

FRAMES = 150


def scroll(command):
    done = subprocess.run([*command, str(FRAMES)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, check=False)
    frames = [float(line) for line in done.stdout.split()]
    if done.returncode or len(frames) != FRAMES:
        raise NotMeasured(f'{os.path.basename(command[0])} could not scroll')
    return {'median': statistics.median(frames),
            'slow': statistics.quantiles(frames, n=20)[-1]}


def measure(options, build):
    say = say_on_terminal('grid')
    report = Report('grid', f'{options.runs} starts of each in turn: median (least to most)')
    report.set_columns(('first frame, wall ms', 'wall', 1000, 0),
                       ('first frame, CPU ms', 'cpu', 1000, 0),
                       ('at rest, PSS MB', 'pss', 1024 / 1e6, 1))
    watcher = build + '/tests/bench/watch-window'
    grid = build + '/tests/bench/grid-window'
    programs = {BARE: lambda: watch(watcher, os.environ, build + '/tests/bench/bare-window')}
    for rows in (1000, 100_000):
        programs[f'grid of {rows:,} rows'] = (
            lambda rows=rows: watch(watcher, os.environ, grid, str(rows)))
    series = run_in_turn(programs, options.runs, say)
    for name in programs:
        report.add_row(series, name)
    for name, aim in (('grid of 1,000 rows', 250), ('grid of 100,000 rows', 400)):
        report.add_result(f'{name}: first frame over the bare window, CPU ms',
                          [value * 1000 for value in series.differences(name, BARE, 'cpu')],
                          aim, 0)
    frames = run_in_turn({'scroll': lambda: scroll([grid, '1000'])}, max(options.runs // 3, 1), say)
    report.add_result('grid of 1,000 rows: a frame while scrolling, CPU ms, median',
                      [value * 1000 for value in frames.values('scroll', 'median')], None, 1)
    report.add_result('grid of 1,000 rows: a frame while scrolling, CPU ms, 95th of 100',
                      [value * 1000 for value in frames.values('scroll', 'slow')], 12, 1)
    return report
