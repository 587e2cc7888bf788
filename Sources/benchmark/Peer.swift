import Comparison
import Glibc

/// A program that ours is measured against, in the way its users run it.
enum Peer: String, CaseIterable {
    /// With the optimizer that PyTorch takes when nothing is said: a loop over the tensors.
    case torchEager = "torch eager"
    /// With the optimizer's fused kernel.
    case torchFused = "torch fused"
    /// The whole step compiled.
    case jax = "JAX jit"

    /// What chooses it on the command line.
    var family: String { self == .jax ? "jax" : "torch" }

    /// Starts its side of a workload.
    func start(_ workload: Workload, threads: Int, python: String) throws -> WorkerProcess {
        let (script, mode) =
            switch self {
            case .torchEager: ("torch_side.py", ["eager"])
            case .torchFused: ("torch_side.py", ["fused"])
            case .jax: ("jax_side.py", [])
            }
        // XLA has as many threads as it may use cores, of which NPROC tells it.
        return try WorkerProcess(
            rawValue,
            [python, "\(Checkout.peers)/\(script)", workload.name] + mode + ["\(threads)"],
            environment: [
                "OMP_NUM_THREADS=\(threads)", "MKL_NUM_THREADS=\(threads)", "OPENBLAS_NUM_THREADS=1",
                "NPROC=\(threads)", "JAX_PLATFORMS=cpu", "PYTHONDONTWRITEBYTECODE=1",
            ],
            cores: threads
        )
    }
}

/// Starts our side of a workload.
func startOurs(_ workload: Workload, threads: Int) throws -> WorkerProcess {
    try WorkerProcess(
        "Trimtab",
        [Checkout.program, "worker", workload.name, "--threads", "\(threads)"],
        cores: threads
    )
}

/// Where things lie.
enum Checkout {
    /// This very program.
    static let program: String = {
        guard let path = realpath("/proc/self/exe", nil) else { return "/proc/self/exe" }
        defer { free(path) }
        return String(cString: path)
    }()

    /// The folder of the peers' programs.
    static let peers = folder(of: #filePath) + "/peers"

    /// What git ignores, for the peers' libraries.
    static let cache = folder(of: folder(of: folder(of: #filePath))) + "/.build/benchmark"

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
