// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "trimtab",
    products: [
        .executable(name: "trimtab", targets: ["trimtab"]),
        .library(name: "Training", targets: ["Training", "Platform"]),
        .library(name: "Telemetry", targets: ["Telemetry"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // The vocabulary of a run, and its line format.
        .target(name: "Telemetry"),
        // Threads, files and memory of the operating system.
        .target(name: "Platform", dependencies: ["Telemetry"]),
        // Tensors, gradients, clipping, optimizers → events.
        .target(name: "Training", dependencies: ["Telemetry", "Platform", "CKernels", "CZlib"]),
        // YAML text → trees of values with their lines; keys that read and describe them; errors that name both.
        .target(name: "YAML", dependencies: ["Telemetry", "Platform", "CYaml"]),
        // Recipes → runs of the training core.
        .target(name: "Recipes", dependencies: ["Telemetry", "Platform", "Training", "YAML"]),
        // Events and keys → state → grid of cells. Pure: no input or output.
        .target(name: "Dashboard", dependencies: ["Telemetry"]),
        // Cells → ncurses, ncurses keys → Key.
        .target(name: "Terminal", dependencies: ["Dashboard", "Telemetry", "CNcurses"]),
        // Events on their way from a run to screens, logs and recordings.
        .target(name: "Links", dependencies: ["Telemetry", "Platform"]),
        // The executable joins one source of events to its consumers.
        .executableTarget(
            name: "trimtab",
            dependencies: [
                "Telemetry", "Platform", "Training", "YAML", "Recipes", "Links", "Dashboard", "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        // A demo of the library: the training loop by hand.
        .executableTarget(name: "LoopByHand", dependencies: ["Training", "Telemetry"], path: "demos/LoopByHand"),
        // The same with the library's loop; the documentation shows it.
        .executableTarget(
            name: "DigitsClassifier",
            dependencies: ["Training", "Telemetry"],
            path: "demos/DigitsClassifier"
        ),
        // Figures of several programs → medians, ratios, tables.
        .target(name: "Comparison", dependencies: ["Telemetry"]),
        // Ours and its peers, in turn; what the peers run is Python.
        .executableTarget(
            name: "benchmark",
            dependencies: [
                "Comparison", "CBenchmark", "Training", "Platform", "Links", "Dashboard", "Telemetry",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["peers"]
        ),
        .target(name: "CBenchmark"),
        .target(name: "CKernels"),
        .target(
            name: "CNcurses",
            cSettings: [
                .define("_GNU_SOURCE"), .define("_XOPEN_SOURCE_EXTENDED"), .define("NCURSES_WIDECHAR", to: "1"),
            ],
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // YAML is read by events; a library for it in Swift would bring Foundation along.
        .systemLibrary(name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        // What every fuzzer shares: seeds, numbers of tries, and ways to break bytes.
        .target(name: "Fuzzing", path: "Tests/Fuzzing"),
        .testTarget(name: "PlatformTests", dependencies: ["Platform", "Telemetry"]),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry", "Fuzzing"], exclude: ["Figures"]),
        .testTarget(
            name: "TrainingTests",
            dependencies: ["Training", "Telemetry", "Platform", "CKernels", "CZlib", "Fuzzing", "TmuxSession"],
            exclude: ["Goldens", "KernelSweep"]
        ),
        .testTarget(name: "DashboardTests", dependencies: ["Dashboard", "Telemetry", "Fuzzing"], exclude: ["Screens"]),
        // A screen that the tests drive from outside.
        .executableTarget(name: "TerminalProbe", dependencies: ["Terminal", "Dashboard"], path: "Tests/TerminalProbe"),
        // Programs in a terminal, for tests.
        .target(name: "TmuxSession", path: "Tests/TmuxSession"),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["Terminal", "Dashboard", "Telemetry", "TerminalProbe", "TmuxSession", "Fuzzing"]
        ),
        // What every source of events keeps.
        .target(name: "SourceContract", dependencies: ["Links", "Telemetry"], path: "Tests/SourceContract"),
        .testTarget(name: "LinksTests", dependencies: ["Links", "Telemetry", "Platform", "CBenchmark", "Fuzzing"]),
        // Unmodified PyTorch scripts; what runs them is Python.
        .testTarget(name: "UnmodifiedScriptTests", dependencies: ["Telemetry", "TmuxSession"], exclude: ["Python"]),
        .testTarget(name: "BenchmarkTests", dependencies: ["Comparison"]),
        .testTarget(name: "YAMLTests", dependencies: ["YAML", "Telemetry"]),
        .testTarget(
            name: "RecipesTests",
            dependencies: ["Recipes", "YAML", "Training", "Telemetry", "Platform", "Fuzzing"],
            exclude: ["Identities.json"]
        ),
        .testTarget(
            name: "TrimtabTests",
            dependencies: [
                "trimtab", "YAML", "Recipes", "Telemetry", "Platform", "Training", "Links", "CZlib", "Fuzzing",
                "SourceContract",
            ]
        ),
        // The Python client, by programs that use it.
        .testTarget(
            name: "PythonClientTests",
            dependencies: ["Telemetry", "TmuxSession"],
            exclude: ["Scripts"]
        ),
        // The program as a person or a script uses it.
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "trimtab", "LoopByHand", "DigitsClassifier", "benchmark", "Links", "Telemetry", "TmuxSession",
                "Fuzzing", "SourceContract",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// The libraries and programs say which modules their interfaces are made of, import each that they use, and mark what reads or
// writes memory through pointers.
let features: [SwiftSetting] =
    ["ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault"].map { .enableUpcomingFeature($0) } + [
        .strictMemorySafety()
    ]

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
    if target.type != .test, target.path == nil { target.swiftSettings? += features }
    if target.name.hasPrefix("C") {
        target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
    }
}
