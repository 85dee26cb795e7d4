// Every sentence that a session says to a person, in one place. Each says what to do next where there is something to do.

export const messages = {
  notThere: (expression: string): string => `The call that '${expression}' belongs to is not running.`,
  notWatchable: (expression: string): string =>
    `'${expression}' cannot be watched: only a variable, an attribute or an item can.`,
  notStored: (expression: string): string =>
    `'${expression}' is computed or missing: there is nothing stored to watch.`,
  noDatum: (id: string): string => `'${id}' names nothing to watch: take an id from dataBreakpointInfo.`,
  noMemory: (reference: string): string =>
    `There is no memory ${reference}: take a reference from a bytes or bytearray variable.`,
  fixedMemory: 'A bytes object cannot be changed; only a bytearray can.',
  namelessMemory: 'This bytearray has no name here through which it could be written.',
  outsideMemory: (length: number): string => `This is outside the ${length} bytes that there are.`,
  noSuspensionBefore: (name: string): string => `${name} was not suspended before this, as far as the history goes.`,
  noFuture: (id: number): string => `There is no future ${id} that was left: ask coroscope/futures for the list.`,
  noTask: (name: string): string => `${name} belongs to no task: only tasks can be cancelled.`,
  taskDone: (name: string): string => `${name} is done: it cannot be cancelled.`,
  noLoop: 'No event loop is running here.',
  noTimer: 'No timer is set: there is nothing to go on to.',
  realClock: 'The clock is the real one: only virtual time can be moved on.',
  atEnd: (status: number): string =>
    `The program has ended with status ${status}. Step back, or go on to end the session.`,
  lookingBack: 'Looking back through the history',
  givenUp: 'Cancelled: the program stands where it stood.',
  notLoaded: 'The program is not loaded yet.',
  noCode: (isLoaded: boolean, line: number): string =>
    isLoaded ? `There is no code on line ${line} or after it.` : 'This file is not loaded by the program (yet).',
  noInstruction: 'There is no instruction at this address.',
  noFunction: (name: string): string => `No function of the program is called ${name} (yet).`,
  badHitCondition: (text: string): string => `'${text}' is no hit count: write 5, >= 3 or % 2.`,
  badExceptionCondition: (problem: string): string =>
    `Write class names here (ValueError, KeyError), or an expression with the name exception: ${problem}.`,
  noSuspension: (line: number): string => `Nothing is awaited or yielded on line ${line}.`,
  openBrace: 'The log message has a { without its }.',
  noCoroutine: (thread: number): string => `There is no thread ${thread}: no coroutine has that number.`,
  finished: (name: string, how: string): string => `${name} is finished: ${how}.`,
  isMain: 'The main program is no coroutine: select one to drive it.',
  isRunning: (name: string): string => `${name} is running: only a suspended or new coroutine can be driven.`,
  atException: 'The program is stopped at an exception: go on first.',
  closeTakesNothing: 'close() takes no value.',
  throwNeeds: 'Say what to throw, for example ValueError("x").',
  notException: (type: string): string =>
    `exceptions must be classes or instances deriving from BaseException, not ${type}`,
  noTarget: (id: number): string => `There is no target ${id}: targets live from one stop to the next.`,
  nothingLaunched: 'Nothing is being debugged yet.',
  undone: (what: string): string => `${what} was undone before it came to an outcome.`,
  restarted: 'The program was restarted.',
  ended: 'The program has ended.',
  mistake: (problem: string): string => `The debugger made a mistake and has to stop: ${problem}`,
  exits: 'This ends the program; it was undone.',
  badDrive: (expression: string, problem: string): string =>
    `The drive expression '${expression}' cannot be evaluated: ${problem}.${/^\s*await\b/.test(expression) ? ' Leave out the await: what the expression makes is driven from here.' : ''}`,
  alreadyLaunched: 'A program is being debugged already: use restart.',
  alreadyStarted: 'The program has started already.',
  notDrivable: (expression: string, type: string): string =>
    `'${expression}' gives ${type}, which cannot be driven: the drive expression must make a coroutine, a generator or an async generator.`,
  driveRaised: (expression: string, what: string): string => `'${expression}' raised ${what}`,
  unprinted: 'What was printed after this is undone with it.',
  atStart: 'There is nothing before this: it is the start of the program.',
  noException: 'The program is not stopped at an exception.',
  noSource: (path: string): string => `There is no source ${path}.`,
  noFrame: 'This frame is gone: frames live from one stop to the next.',
  cannotRestart:
    'This frame cannot be restarted: only the frame of a coroutine that is being driven, or of a call in your code.',
  readOnly: (name: string): string => `'${name}' cannot be changed.`,
  unknownVariable: (name: string): string => `There is no variable '${name}' here.`,
  tooLong: 'This takes too long to evaluate; it was given up and undone.',
  cancelled: 'Cancelled; what it had done was undone.',
  wantsInput: 'This asks for input, which cannot be given here.',
  empty: 'There is nothing to evaluate.',
  programChanged: (name: string): string =>
    `'${name}' has changed since the session was kept: what was done then cannot be done again. Put the old text back, or begin a new session.`,
  moduleGone: (name: string): string =>
    `The module '${name}' that the session was kept with is not beside the program any more.`,
  notReopened: (done: number, all: number, why: string): string =>
    `The session was opened again as far as choice ${done} of ${all}: ${why}`,
  goesElsewhere: 'the program does not do again what was recorded.',
  noHistory: 'The program was started without debugging: there is no history.',
} as const
