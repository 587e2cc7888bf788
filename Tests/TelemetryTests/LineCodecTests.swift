import Testing

@testable import Telemetry

@Suite struct LineCodecTests {
    /// The documented lines, each with the value it stands for.
    static let events: [(String, Event)] = [
        (
            #"{"event":"run","protocol":1,"name":"digits","parameters":4810,"steps":4500,"optimizer":"adam","settings":[{"name":"max_norm","value":1,"minimum":0},{"name":"lr","value":0.001,"minimum":0,"below":"Infinity"},{"name":"clip","value":"norm","choices":["norm","value","none"]}],"abilities":["pause","advance","set","stop"]}"#,
            .run(
                Run(
                    name: "digits",
                    parameters: 4810,
                    steps: 4500,
                    optimizer: "adam",
                    settings: [
                        Setting(name: "max_norm", value: .number(1), range: .maxNorm),
                        Setting(name: "lr", value: .number(0.001), range: .learningRate),
                        Setting(name: "clip", value: .word("norm"), choices: ["norm", "value", "none"]),
                    ],
                    abilities: [.pause, .advance, .set, .stop]
                )
            )
        ),
        (
            #"{"event":"step","step":1,"time":0.000412,"epoch":0,"loss":2.3105,"grad_norm":1.98,"clipped_norm":1,"max_norm":1,"clip":"norm","lr":0.001}"#,
            .step(
                StepRecord(
                    step: 1,
                    time: 0.000412,
                    epoch: 0,
                    loss: 2.3105,
                    gradNorm: 1.98,
                    clippedNorm: 1,
                    maxNorm: 1,
                    clip: "norm",
                    lr: 0.001
                )
            )
        ),
        (
            #"{"event":"applied","id":6,"step":1204,"request":{"set":"max_norm","value":0.5},"previous":1,"by":"dashboard"}"#,
            .applied(
                Applied(
                    id: 6,
                    step: 1204,
                    request: .set(name: "max_norm", value: .number(0.5)),
                    previous: .number(1),
                    by: "dashboard"
                )
            )
        ),
        (
            #"{"event":"warning","step":3,"message":"clipping has no effect"}"#,
            .warning(Warning(step: 3, message: "clipping has no effect"))
        ),
        (
            #"{"event":"rejected","id":7,"request":{"set":"max_norm","value":-1},"reason":"max_norm must not be negative (got -1)","by":"dashboard"}"#,
            .rejected(
                Rejected(
                    id: 7,
                    request: .set(name: "max_norm", value: .number(-1)),
                    reason: "max_norm must not be negative (got -1)",
                    by: "dashboard"
                )
            )
        ),
        (
            #"{"event":"evaluation","step":450,"split":"test","loss":0.11,"accuracy":0.968}"#,
            .evaluation(Evaluation(step: 450, split: "test", loss: 0.11, accuracy: 0.968))
        ),
        (
            #"{"event":"checkpoint","step":1200,"path":"digits.checkpoints/step-00001200.safetensors"}"#,
            .checkpoint(CheckpointReport(step: 1200, path: "digits.checkpoints/step-00001200.safetensors"))
        ),
        (
            #"{"event":"checkpoint","step":1300,"path":"full","problem":"cannot be written (No space left on device)"}"#,
            .checkpoint(
                CheckpointReport(step: 1300, path: "full", problem: "cannot be written (No space left on device)")
            )
        ),
        (#"{"event":"snapshot","step":1200,"oldest":300}"#, .snapshot(SnapshotReport(step: 1200, oldest: 300))),
        (#"{"event":"live","step":1200}"#, .live(step: 1200)),
        (#"{"event":"gap","steps":300}"#, .gap(steps: 300)),
        (
            #"{"event":"applied","id":9,"step":1201,"request":{"pause":true},"by":"control","session":"a1b2"}"#,
            .applied(Applied(id: 9, step: 1201, request: .pause, by: "control", session: "a1b2"))
        ),
        (
            #"{"event":"rejected","id":9,"request":{"stop":true},"reason":"this run cannot stop","by":"","session":"a"}"#,
            .rejected(Rejected(id: 9, request: .stop, reason: "this run cannot stop", by: "", session: "a"))
        ),
        (
            #"{"event":"run","protocol":1,"name":"gpt","settings":[{"name":"dropout","value":0.1,"help":"of each block"}],"abilities":[],"scale_invariant":true,"pid":12,"started":1764210000.5,"recording":"/r.jsonl","log":"/r.log","launch":"ab12cd34"}"#,
            .run(
                Run(
                    name: "gpt",
                    settings: [Setting(name: "dropout", value: .number(0.1), help: "of each block")],
                    isScaleInvariant: true,
                    process: RunProcess(
                        pid: 12,
                        started: 1_764_210_000.5,
                        recording: "/r.jsonl",
                        log: "/r.log",
                        launch: "ab12cd34"
                    )
                )
            )
        ),
        (
            #"{"event":"run","protocol":1,"name":"ppo","settings":[],"abilities":[],"metrics":[{"name":"kl","title":"KL divergence","unit":"nats","scale":"log"},{"name":"reward"}],"evaluate_every":50}"#,
            .run(
                Run(
                    name: "ppo",
                    metrics: [
                        MetricInfo("kl", "KL divergence", unit: "nats", scale: .log), MetricInfo("reward", "reward"),
                    ],
                    evaluateEvery: 50
                )
            )
        ),
        (
            #"{"event":"applied","id":8,"step":1201,"request":{"rewind":1200},"from":1354,"by":"dashboard"}"#,
            .applied(Applied(id: 8, step: 1201, request: .rewind(to: 1200), from: 1354, by: "dashboard"))
        ),
        (
            #"{"event":"run","protocol":1,"name":"digits","settings":[],"abilities":["checkpoint","rewind"],"resumed":{"step":1200,"path":"a/b"}}"#,
            .run(
                Run(name: "digits", abilities: [.checkpoint, .rewind], resumed: Resumed(step: 1200, path: "a/b"))
            )
        ),
        (#"{"event":"end","outcome":"finished","step":4500}"#, .end(End(outcome: .finished, step: 4500))),
        (
            #"{"event":"end","outcome":"failed","step":3,"reason":"loss is NaN"}"#,
            .end(End(outcome: .failed, step: 3, reason: "loss is NaN"))
        ),
        (
            #"{"event":"step","step":2,"time":1,"loss":"NaN","grad_norm":"Infinity","clipped_norm":"-Infinity","withheld":1,"layers":{"0":0.5,"2":1e-09}}"#,
            .step(
                StepRecord(
                    step: 2,
                    time: 1,
                    loss: .nan,
                    gradNorm: .infinity,
                    clippedNorm: -.infinity,
                    extras: [NamedNumber("withheld", 1)],
                    layers: [NamedNumber("0", 0.5), NamedNumber("2", 1e-9)]
                )
            )
        ),
        (
            #"{"event":"step","step":10,"time":0.5,"epoch":0,"batch":9,"loss":2.25,"grad_norm":"Infinity","clipped_norm":0,"clip_coefficient":0,"max_norm":1,"clip":"norm","lr":0.1,"update_ratio":0,"dead_units":0.25,"samples_per_second":51200,"tokens_per_second":102400,"alarms":[{"kind":"norm_overflow","parameter":"rnn.weight_hh_l0"},{"kind":"update_zero"}],"tag":3,"layers":{"hidden1":1e+19},"dead_layers":{"hidden1":0.25}}"#,
            .step(
                StepRecord(
                    step: 10,
                    time: 0.5,
                    epoch: 0,
                    batch: 9,
                    loss: 2.25,
                    gradNorm: .infinity,
                    clippedNorm: 0,
                    clipCoefficient: 0,
                    maxNorm: 1,
                    clip: "norm",
                    lr: 0.1,
                    updateRatio: 0,
                    deadUnits: 0.25,
                    samplesPerSecond: 51200,
                    tokensPerSecond: 102_400,
                    alarms: [Alarm(.normOverflow, parameter: "rnn.weight_hh_l0"), Alarm(.updateZero)],
                    extras: [NamedNumber("tag", 3)],
                    layers: [NamedNumber("hidden1", 1e19)],
                    deadLayers: [NamedNumber("hidden1", 0.25)]
                )
            )
        ),
    ]

    @Test(arguments: Alarm.Kind.allCases) func `every alarm travels`(kind: Alarm.Kind) {
        let event = Event.step(StepRecord(step: 1, time: 0, alarms: [Alarm(kind), Alarm(kind, parameter: "a\"b")]))
        #expect(LineDecoder.decode(String(encoded(event).dropLast())) == .event(event))
    }

    @Test func `alarms of the future are left out`() {
        let line =
            #"{"event":"step","step":1,"time":0,"alarms":[{"kind":"sunspots","where":[1]},{"parameter":null,"kind":"norm_zero"}]}"#
        #expect(LineDecoder.decode(line) == .event(.step(StepRecord(step: 1, time: 0, alarms: [Alarm(.normZero)]))))
        // One that says no kind costs itself and not the step.
        let nameless = #"{"event":"step","step":1,"time":0,"alarms":[{"parameter":"a"},{"kind":"norm_zero"}]}"#
        #expect(LineDecoder.decode(nameless) == LineDecoder.decode(line))
    }

    @Test func `records differ in any field`() {
        let plain = StepRecord(step: 1, time: 0)
        let changes: [(inout StepRecord) -> Void] = [
            { $0.epoch = 1 }, { $0.batch = 1 }, { $0.loss = .nan }, { $0.gradNorm = 1 }, { $0.clippedNorm = 1 },
            { $0.clipCoefficient = 1 }, { $0.maxNorm = 1 }, { $0.clip = "norm" }, { $0.lr = 1 },
            { $0.updateRatio = 1 }, { $0.deadUnits = 1 }, { $0.samplesPerSecond = 1 }, { $0.tokensPerSecond = 1 },
            { $0.alarms = [Alarm(.normZero)] }, { $0.extras = [NamedNumber("a", 1)] },
            { $0.layers = [NamedNumber("a", 1)] }, { $0.deadLayers = [NamedNumber("a", 1)] },
        ]
        for change in changes {
            var changed = plain
            change(&changed)
            #expect(changed != plain && changed == changed)
        }
    }

    @Test(arguments: events) func `documented line is written to the letter`(line: String, event: Event) {
        #expect(encoded(event) == line + "\n")
    }

    @Test(arguments: events) func `documented line is read`(line: String, event: Event) {
        #expect(LineDecoder.decode(line) == .event(event))
    }

    @Test(
        arguments: [
            (
                #"{"command":{"id":6,"request":{"set":"max_norm","value":0.5},"by":"dashboard"}}"#,
                Command(id: 6, request: .set(name: "max_norm", value: .number(0.5)), by: "dashboard")
            ),
            (
                #"{"command":{"id":7,"request":{"pause":true},"by":"dashboard","session":"a1b2"}}"#,
                Command(id: 7, request: .pause, by: "dashboard", session: "a1b2")
            ),
            (#"{"command":{"id":1,"request":{"pause":true},"by":"a"}}"#, Command(id: 1, request: .pause, by: "a")),
            (#"{"command":{"id":2,"request":{"resume":true},"by":""}}"#, Command(id: 2, request: .resume, by: "")),
            (
                #"{"command":{"id":3,"request":{"advance":10},"by":"a"}}"#,
                Command(id: 3, request: .advance(10), by: "a")
            ),
            (
                #"{"command":{"id":4,"request":{"set":"clip","value":"none"},"by":"a"}}"#,
                Command(id: 4, request: .set(name: "clip", value: .word("none")), by: "a")
            ),
            (#"{"command":{"id":5,"request":{"stop":true},"by":"a"}}"#, Command(id: 5, request: .stop, by: "a")),
        ]
    )
    func `command travels`(line: String, command: Command) {
        var encoder = LineEncoder()
        encoder.append(command)
        #expect(String(decoding: encoder.bytes, as: UTF8.self) == line + "\n")
        #expect(LineDecoder.decode(line) == .command(command))
    }

    @Test func `non finite numbers are read in either spelling`() throws {
        let bare = #"{"event":"step","step":2,"time":1,"loss":NaN,"grad_norm":Infinity,"clipped_norm":-Infinity}"#
        let quoted =
            #"{"event":"step","step":2,"time":1,"loss":"NaN","grad_norm":"Infinity","clipped_norm":"-Infinity"}"#
        #expect(LineDecoder.decode(bare) == LineDecoder.decode(quoted))
        guard case .event(.step(let record)) = LineDecoder.decode(bare) else {
            Issue.record("not a step")
            return
        }
        #expect(record.loss?.isNaN == true && record.gradNorm == .infinity && record.clippedNorm == -.infinity)
        #expect(record.isNonFinite)
    }

    @Test func `keys come in any order and unknown ones are skipped`() {
        let line =
            #" { "note" : [1,{"a":"}"},null] , "time":2.5 , "tokens":1024, "tag":"x", "step":7, "event" : "step" , "flag":true}"#
        let record = StepRecord(step: 7, time: 2.5, extras: [NamedNumber("tokens", 1024)])
        #expect(LineDecoder.decode(line) == .event(.step(record)))
    }

    @Test(arguments: ["rewound", "output", "of the future"])
    func `events of the future are not broken`(name: String) {
        #expect(LineDecoder.decode(#"{"event":"\#(name)","step":7,"x":[1,2]}"#) == .unknown)
    }

    @Test(
        arguments: [
            "", " ", "garbage", "{", "{}", "[]", "null", "1", "\"x\"", #"{"event":"step"}"#,
            #"{"event":"step","step":1}x"#,
            #"{"event":"step","step":1,"time":0.00"#,
            #"{"event":"step","step":1.5,"time":0}"#, #"{"event":"step","step":1e300,"time":0}"#,
            #"{"event":"step","step":-1,"time":0}"#, #"{"event":7}"#, #"{"event":"step","step":1,"time":1.}"#,
            #"{"event":"step","step":1,"time":1e}"#, #"{"event":"step","step":1,"time":0,}"#,
            #"{"event":"applied","id":1,"step":9007199254740994,"request":{"pause":true}}"#,
            #"{"event":"snapshot","step":1}"#, #"{"event":"checkpoint","path":"a"}"#,
            #"{"event":"applied","id":1,"step":2,"request":{"rewind":"a"}}"#,
            #"{"event":"applied","id":1,"step":2}"#, #"{"event":"applied","id":1,"step":2,"request":{}}"#,
            #"{"event":"applied","id":1,"step":2,"request":{"pause":false}}"#,
            #"{"event":"end","outcome":"exploded","step":1}"#, #"{"event":"run","name":"\ud83"#,
            #"{"event":"run","name":"\q"}"#, #"{"command":{"request":{"pause":true}}}"#,
            String(repeating: "[", count: 100_000),
            #"{"event":"x","a":"# + String(repeating: "{\"a\":", count: 100_000),
        ]
    )
    func `what is not a line is broken`(line: String) {
        #expect(LineDecoder.decode(line) == .broken)
    }

    func encoded(_ event: Event) -> String {
        var encoder = LineEncoder()
        encoder.append(event)
        return String(decoding: encoder.bytes, as: UTF8.self)
    }
}
