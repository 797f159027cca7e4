using System.Text.Encodings.Web;
using System.Text.Json;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>JSON of the benches: "nnm+mean" is written as it is, for nobody puts these reports into a web page.</summary>
internal static class BenchJson
{
    /// <summary>New options each time: a serializer context takes them for its own.</summary>
    public static JsonSerializerOptions Options() => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
