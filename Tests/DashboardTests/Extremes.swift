import Fuzzing
import Telemetry

@testable import Dashboard

/// Values at the ends of what types hold, for fuzzers.
struct Extremes<Generator: RandomNumberGenerator> {
    var generator: Generator

    mutating func number() -> Double {
        switch below(4) {
        case 0: return pick(Self.numbers)
        case 1: return Double(bitPattern: generator.next())
        default: return Double.random(in: 0...3, using: &generator)
        }
    }

    mutating func count() -> Int {
        switch below(5) {
        case 0: pick([0, 1, -1, .max, .min, 1 << 53, 1 << 62, .max - 1, 1 << 31])
        default: below(3000)
        }
    }

    mutating func text() -> String {
        switch below(8) {
        case 0: String(repeating: pick(["a", "a.", "é", "\u{1b}[2J", "日本", "\u{301}", " "]), count: below(400))
        case 1: pick(Mutation.pieces)
        case 2: ""
        default: pick(["loss", "layer.\(below(50)).weight", "max_norm", "lr", "clip", "norm", "withheld", "test"])
        }
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Nil every third time.
    mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? { below(3) == 0 ? nil : make(&self) }

    private static var numbers: [Double] {
        [
            0, -0.0, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, 0x1p63, -0x1p63, 0x1p64, 1e19,
            0x1p-1030,
        ]
    }
}

extension Extremes {
    mutating func event() -> Event {
        switch below(20) {
        case 0: return .run(run())
        case 1: return .applied(applied())
        case 2: return .rejected(Rejected(id: below(9), request: request(), reason: text(), by: text()))
        case 3:
            return .evaluation(
                Evaluation(step: count(), split: text(), loss: maybe { $0.number() }, accuracy: maybe { $0.number() })
            )
        case 4: return .checkpoint(CheckpointReport(step: count(), path: text(), problem: maybe { $0.text() }))
        case 5: return .snapshot(SnapshotReport(step: count(), oldest: count()))
        case 6:
            return .end(End(outcome: pick([.finished, .stopped, .failed]), step: count(), reason: maybe { $0.text() }))
        default: return .step(step())
        }
    }

    private mutating func run() -> Run {
        Run(
            protocolVersion: count(),
            name: text(),
            parameters: maybe { $0.count() },
            steps: maybe { $0.count() },
            optimizer: maybe { $0.pick(["sgd", "adam", $0.text()]) },
            settings: (0..<below(5)).map { _ in
                Setting(
                    name: pick(["max_norm", "lr", "clip", text()]),
                    value: value(),
                    range: maybe { NumberRange(from: .closed($0.number()), to: .open($0.number())) } ?? .any,
                    choices: (0..<below(4)).map { _ in text() }
                )
            },
            abilities: Set(Ability.allCases.filter { _ in below(4) > 0 }),
            resumed: maybe { Resumed(step: $0.count(), path: $0.text()) },
            isScaleInvariant: below(2) == 0
        )
    }

    private mutating func value() -> SettingValue { below(3) > 0 ? .number(number()) : .word(text()) }

    private mutating func applied() -> Applied {
        Applied(
            id: below(9),
            step: count(),
            request: request(),
            previous: maybe { $0.value() },
            from: maybe { $0.count() },
            by: text()
        )
    }

    private mutating func request() -> Request {
        switch below(8) {
        case 0: .pause
        case 1: .resume
        case 2: .advance(count())
        case 3: .set(name: pick(["max_norm", "lr", "clip", text()]), value: value())
        case 4: .stop
        case 5: .checkpoint
        default: .rewind(to: count())
        }
    }

    private mutating func step() -> StepRecord {
        StepRecord(
            step: count(),
            time: number(),
            epoch: maybe { $0.count() },
            batch: maybe { $0.count() },
            loss: maybe { $0.number() },
            gradNorm: maybe { $0.number() },
            clippedNorm: maybe { $0.number() },
            clipCoefficient: maybe { $0.number() },
            maxNorm: maybe { $0.number() },
            clip: maybe { $0.text() },
            lr: maybe { $0.number() },
            updateRatio: maybe { $0.number() },
            deadUnits: maybe { $0.number() },
            samplesPerSecond: maybe { $0.number() },
            tokensPerSecond: maybe { $0.number() },
            alarms: (0..<below(3)).map { _ in Alarm(pick(Alarm.Kind.allCases), parameter: maybe { $0.text() }) },
            extras: numbers(3),
            layers: numbers(40),
            deadLayers: numbers(10)
        )
    }

    private mutating func numbers(_ limit: Int) -> [NamedNumber] {
        below(3) > 0 ? [] : (0..<below(limit)).map { _ in NamedNumber(text(), number()) }
    }

    mutating func key() -> Key {
        pick([
            .enter, .escape, .tab, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
            .function(below(13)), .control(pick(["c", "h", "u", "l"])),
            .character(pick(Array(" nN[]m{}lt-+=scry?hq,.<>geL"))),
            .character(pick(Array("0123456789eE+-.infa"))), .character(pick(["é", "日", "\u{301}", "\n"])),
        ])
    }
}
