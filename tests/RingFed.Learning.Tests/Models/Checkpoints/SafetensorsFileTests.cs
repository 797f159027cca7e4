using System.Text.Json;
using RingFed.Learning.Models.Checkpoints;
using TextEncoding = System.Text.Encoding;

namespace RingFed.Learning.Tests.Models.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    [Fact]
    public void What_was_saved_is_read_back()
    {
        Save();
        SafetensorsFile file = SafetensorsFile.Load(FilePath);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], file.Read<float>("weights", 2, 3).ToArray());
        Assert.Equal([1L << 40], file.Read<long>("steps", 1).ToArray());
        Assert.Equal([0.5], file.Read<double>("rate", 1).ToArray());
        Assert.Equal([7, 8, 9], file.Read<byte>("state", 3).ToArray());
        Assert.Equal("étape", file.Metadata["note"]);
    }

    [Fact]
    public void The_layout_is_the_formats_own()
    {
        Save();
        byte[] content = File.ReadAllBytes(FilePath);
        long header = BitConverter.ToInt64(content);
        using JsonDocument json = JsonDocument.Parse(content.AsMemory(8, (int)header));

        Assert.Equal(0, header % 8);
        JsonElement weights = json.RootElement.GetProperty("weights");
        Assert.Equal("F32", weights.GetProperty("dtype").GetString());
        Assert.Equal([2L, 3L], weights.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()));
        int start = weights.GetProperty("data_offsets")[0].GetInt32();
        Assert.Equal(2f, BitConverter.ToSingle(content, 8 + (int)header + start + 4));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        Save();
        byte[] content = File.ReadAllBytes(FilePath);
        for (int length = 0; length < content.Length; length++)
        {
            File.WriteAllBytes(FilePath, content[..length]);
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Load(FilePath));
        }
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        Save();
        byte[] content = File.ReadAllBytes(FilePath);
        for (int bit = 0; bit < 8 * content.Length; bit++)
        {
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(FilePath, content);
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Load(FilePath));
            content[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_header_that_claims_the_whole_memory_is_refused_before_it_is_read()
    {
        File.WriteAllBytes(FilePath, [.. BitConverter.GetBytes(long.MaxValue), .. TextEncoding.ASCII.GetBytes("{}")]);
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Load(FilePath));
    }

    [Fact]
    public void A_tensor_of_another_shape_or_type_is_refused_by_name()
    {
        Save();
        SafetensorsFile file = SafetensorsFile.Load(FilePath);
        Assert.Contains("'weights'", Assert.Throws<InvalidDataException>(() => file.Read<float>("weights", 3, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("'weights'", Assert.Throws<InvalidDataException>(() => file.Read<long>("weights", 2, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("'absent'", Assert.Throws<InvalidDataException>(() => file.Read<long>("absent", 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_again_replaces_the_file_and_leaves_nothing_beside_it()
    {
        Save();
        Save();
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Save() => new SafetensorsFile(
        [
            SafetensorsEntry.Of<float>("weights", [1, 2, 3, 4, 5, 6], 2, 3),
            SafetensorsEntry.Of<long>("steps", [1L << 40], 1),
            SafetensorsEntry.Of<double>("rate", [0.5], 1),
            SafetensorsEntry.Of<byte>("state", [7, 8, 9], 3),
        ],
        new Dictionary<string, string> { ["note"] = "étape" }).Save(FilePath);
}
