# SPDX-FileCopyrightText: 2026 The Cadet authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs programs in turn, and shows what was measured.

Other work on the machine disturbs every figure. So the programs that are compared run in turn,
each of them once a round; what counts is the median of the ratios within the rounds.
"""
import json
import os
import statistics
import sys
import unicodedata


class NotMeasured(Exception):
    """A part, or a row of it, cannot be measured here; the text says why."""


class Series:
    """The figures of programs that ran in turn: one dictionary a round and program."""

    def __init__(self):
        self.rounds = []

    def values(self, program, figure):
        return [one[program][figure] for one in self.rounds]

    def median(self, program, figure):
        return statistics.median(self.values(program, figure))

    def ratios(self, program, other, figure):
        return [one[program][figure] / one[other][figure] for one in self.rounds]

    def differences(self, program, other, figure):
        return [one[program][figure] - one[other][figure] for one in self.rounds]


def run_in_turn(programs, count, say):
    """Call each of PROGRAMS, a dictionary of functions that return figures, COUNT times in turn.

    The first round warms up and is not counted.
    """
    series = Series()
    for number in range(count + 1):
        say(f'round {number} of {count}' if number else 'warming up')
        figures = {name: run() for name, run in programs.items()}
        if number:
            series.rounds.append(figures)
    say(None)
    return series


def say_on_terminal(part):
    """A function that shows how far a part got, where somebody can see it."""
    def say(text):
        if sys.stderr.isatty():
            print(f'\r\033[K{part}: {text}' if text else '\r\033[K', end='', file=sys.stderr,
                  flush=True)
    return say


class Report:
    """What one part found: its rows, and what is held against an aim."""

    def __init__(self, part, title):
        self.part, self.title = part, title
        self.columns, self.rows, self.results, self.notes = [], [], [], []

    def set_columns(self, *columns):
        """Each column is a title, the name of a figure, a factor for it, and its decimals."""
        self.columns = columns

    def add_row(self, series, program):
        row = {'program': program}
        for _, figure, factor, _ in self.columns:
            values = sorted(value * factor for value in series.values(program, figure))
            row[figure] = {'median': statistics.median(values), 'least': values[0],
                           'most': values[-1]}
        self.rows.append(row)

    def add_missing(self, program, reason):
        self.rows.append({'program': program, 'missing': reason})

    def add_result(self, what, values, aim=None, digits=3):
        """VALUES are ratios or differences of the rounds; AIM is the most that is wanted."""
        measured = statistics.median(values)
        self.results.append({'what': what, 'measured': measured, 'least': min(values),
                             'most': max(values), 'aim': aim, 'digits': digits,
                             'met': None if aim is None else measured <= aim})

    def add_missing_result(self, what, aim, reason):
        self.results.append({'what': what, 'aim': aim, 'missing': reason})

    def add_note(self, text):
        self.notes.append(text)

    def note_load(self):
        """Say so if the machine was busy with something else."""
        load, processors = os.getloadavg()[0], len(os.sched_getaffinity(0))
        if load > processors:
            self.add_note(f'The machine was busy (load {load:.1f}, {processors} processors): '
                          'rely on CPU time and memory more than on wall time.')

    def to_json(self):
        return json.dumps({'part': self.part, 'title': self.title, 'rows': self.rows,
                           'results': self.results, 'notes': self.notes}, ensure_ascii=False)

    def print(self):
        print(f'\n{self.part}: {self.title}\n')
        print_table([[''] + [column[0] for column in self.columns]]
                    + [self.text_row(row) for row in self.rows])
        print()
        print_table([['', 'measured', 'aim', '']] + [text_result(one) for one in self.results])
        for note in self.notes:
            print(f'\n  {note}')
        sys.stdout.flush()

    def text_row(self, row):
        if 'missing' in row:
            return [row['program'], 'not measured: ' + row['missing']]
        return [row['program']] + [
            spread(row[figure], decimals) for _, figure, _, decimals in self.columns]


def spread(figure, decimals):
    return (f"{figure['median']:.{decimals}f} "
            f"({figure['least']:.{decimals}f} to {figure['most']:.{decimals}f})")


def text_result(result):
    aim = f"<= {result['aim']:.4g}" if result['aim'] is not None else ''
    if 'missing' in result:
        return [result['what'], 'not measured: ' + result['missing'], aim, '']
    verdict = {None: '', True: 'met', False: 'not met'}[result['met']]
    return [result['what'], spread(result | {'median': result['measured']}, result['digits']), aim,
            verdict]


def width_of(text):
    return sum(2 if unicodedata.east_asian_width(char) in 'WF' else 1 for char in text)


def print_table(rows):
    count = max(len(row) for row in rows)
    # A row that was not measured says so across the columns.
    widths = [max((width_of(row[i]) for row in rows if i < len(row)
                   and not row[i].startswith('not measured')), default=0) for i in range(count)]
    for row in rows:
        cells = [cell + ' ' * (widths[i] - width_of(cell)) for i, cell in enumerate(row)]
        print('  ' + '   '.join(cells).rstrip())
