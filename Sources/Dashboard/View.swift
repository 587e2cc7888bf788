/// Something that can be drawn: a value that writes cells into a rectangle of a grid, and nowhere else.
protocol View {
    func draw(into grid: inout CellGrid, _ area: Rect)
}
