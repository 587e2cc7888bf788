/// An array in pages: it grows at its end and removes whole pages at its front without moving elements. Copies share unchanged
/// pages.
struct Pages<Element: Sendable>: Sendable {
    /// The number of elements per page; the last page may have fewer.
    static var pageSize: Int { 1024 }

    private var pages: [[Element]] = []
    private(set) var count = 0

    init() {}

    /// Appends several elements, faster than one by one.
    mutating func append(contentsOf more: UnsafeBufferPointer<Element>) {
        var start = 0
        while start < more.count {
            beginPageWhenFull()
            let last = pages.count - 1
            let end = Swift.min(more.count, start + Self.pageSize - pages[last].count)
            unsafe pages[last].append(contentsOf: UnsafeBufferPointer(rebasing: more[start..<end]))
            start = end
        }
        count += more.count
    }

    mutating func append(_ element: Element) {
        beginPageWhenFull()
        pages[pages.count - 1].append(element)
        count += 1
    }

    private mutating func beginPageWhenFull() {
        if let last = pages.last, last.count < Self.pageSize { return }
        pages.append([])
        // The first one may stay short.
        if pages.count > 1 { pages[pages.count - 1].reserveCapacity(Self.pageSize) }
    }

    mutating func popLast() -> Element? {
        guard count > 0 else { return nil }
        count -= 1
        let element = pages[pages.count - 1].removeLast()
        if pages[pages.count - 1].isEmpty { pages.removeLast() }
        return element
    }

    /// Removes the first page, which is full.
    mutating func removeFirstPage() -> [Element] {
        count -= pages[0].count
        return pages.removeFirst()
    }

    func forEachPage(_ visit: (ArraySlice<Element>) -> Void) { for page in pages { visit(page[...]) } }

    /// Frees unused storage.
    mutating func trim() {
        guard let last = pages.popLast() else { return }
        pages.append(last.map { $0 })
    }
}

extension Pages: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(index: Int) -> Element {
        get { pages[index / Self.pageSize][index % Self.pageSize] }
        set { pages[index / Self.pageSize][index % Self.pageSize] = newValue }
    }

    mutating func replaceSubrange(_ range: Range<Int>, with new: some Collection<Element>) {
        let all = Array(self[..<range.lowerBound]) + new + Array(self[range.upperBound...])
        self = Pages()
        unsafe all.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

extension Pages: Equatable where Element: Equatable {}
