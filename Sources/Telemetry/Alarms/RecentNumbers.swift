import Glibc

/// The latest numbers of a run, up to a limit, and their steps.
struct RecentNumbers: Sendable {
    private struct Entry: Sendable {
        var value: Double
        var step: Int
    }

    let capacity: Int
    private var entries: [Entry] = []
    /// The index of the oldest entry, once all are in use.
    private var next = 0

    init(capacity: Int) {
        self.capacity = capacity
        entries.reserveCapacity(capacity)
    }

    var count: Int { entries.count }

    @inline(__always)
    mutating func append(_ value: Double, step: Int) {
        if entries.count == capacity {
            entries[next] = Entry(value: value, step: step)
            next = next + 1 == capacity ? 0 : next + 1
        } else {
            entries.append(Entry(value: value, step: step))
        }
    }

    /// Removes the numbers of later steps.
    mutating func rewind(to step: Int) {
        entries = (entries[next...] + entries[..<next]).filter { $0.step <= step }
        next = 0
    }

    /// The median, and the median absolute deviation of the logarithms, median |ln(value / median)|.
    ///
    /// There must be at least one value, and all must be above 0. For an even count the median is the upper middle value.
    var logMedian: (median: Double, deviation: Double) {
        unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { scratch in
            for index in entries.indices { unsafe scratch[index] = entries[index].value }
            let middle = entries.count / 2
            unsafe scratch.select(middle)
            let median = unsafe scratch[middle]
            // The logarithm is monotonic: only that of the middle ratio is needed.
            for index in scratch.indices {
                let value = unsafe scratch[index]
                unsafe scratch[index] = value > median ? value / median : median / value
            }
            unsafe scratch.select(middle)
            return unsafe (median, log(scratch[middle]))
        }
    }
}

extension UnsafeMutableBufferPointer<Double> {
    /// Brings the k-th smallest to index k, with none larger before it and none smaller behind it (Hoare's FIND).
    fileprivate func select(_ k: Int) {
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = unsafe self[k]
            var (i, j) = (low, high)
            repeat {
                while unsafe self[i] < pivot { i += 1 }
                while unsafe pivot < self[j] { j -= 1 }
                if i <= j {
                    unsafe swapAt(i, j)
                    i += 1
                    j -= 1
                }
            } while i <= j
            if j < k { low = i }
            if k < i { high = j }
        }
    }
}
