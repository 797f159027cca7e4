using System.Globalization;
using System.Net;
using System.Text;

namespace RingFed.Daemon.Experiments.Plots;

/// <summary>The few shapes of SVG 1.1 that plots are made of. The one place that writes them.</summary>
internal sealed class SvgCanvas(int width, int height)
{
    private readonly StringBuilder shapes = new();

    public int Width => width;

    public int Height => height;

    public void Rectangle(double x, double y, double rectangleWidth, double rectangleHeight, string colour) => Add(
        $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Math.Max(0, rectangleWidth):0.##}\" height=\"{Math.Max(0, rectangleHeight):0.##}\" fill=\"{colour}\"/>");

    public void Line(double x1, double y1, double x2, double y2, string colour, bool isDashed = false) => Add(
        $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{colour}\" stroke-width=\"1\"{(isDashed ? " stroke-dasharray=\"4 3\"" : "")}/>");

    public void Curve(IEnumerable<(double X, double Y)> points, string colour)
    {
        string path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")));
        Add($"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\"/>");
    }

    /// <param name="anchor">start, middle or end.</param>
    /// <param name="angle">Degrees, around its own place.</param>
    public void Text(double x, double y, string text, string anchor = "start", int size = 11, int angle = 0) => Add(
        $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" font-size=\"{size}\" text-anchor=\"{anchor}\"{(angle == 0 ? "" : $" transform=\"rotate({angle} {x:0.##} {y:0.##})\"")}>{WebUtility.HtmlEncode(text)}</text>");

    public override string ToString() =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\">\n"
        + $"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n{shapes}</svg>\n";

    private void Add(FormattableString shape) => shapes.AppendLine(shape.ToString(CultureInfo.InvariantCulture));
}
