using RingFed.Learning.Data;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Tests.Encoding;
using static RingFed.Learning.Tests.Models.Ctgan.CtganToy;

namespace RingFed.Learning.Tests.Models.Ctgan;

public sealed class CtganCheckpointTests : IDisposable
{
    private static readonly Cohort _cohort = TableToy.Draw(300, seed: 4);

    private readonly string _folder = Directory.CreateTempSubdirectory("ctgan").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    [Fact]
    public void Training_resumed_from_a_checkpoint_goes_on_to_the_same_bits()
    {
        using CtganModel whole = Model(_cohort, training: 3);
        whole.Train(4);
        whole.SaveCheckpoint(FilePath);
        whole.Train(4);

        using CtganModel resumed = Model(_cohort, training: 99);
        resumed.Train(1);
        resumed.LoadCheckpoint(FilePath);
        resumed.Train(4);
        Assert.Equal(Export(whole), Export(resumed));
    }

    [Fact]
    public void A_truncated_or_altered_checkpoint_is_refused_and_changes_nothing()
    {
        using CtganModel model = Model(_cohort);
        model.SaveCheckpoint(FilePath);
        model.Train(1);
        float[] before = Export(model);
        byte[] content = File.ReadAllBytes(FilePath);

        File.WriteAllBytes(FilePath, content[..^100]);
        Assert.Throws<InvalidDataException>(() => model.LoadCheckpoint(FilePath));
        content[^100] ^= 1;
        File.WriteAllBytes(FilePath, content);
        Assert.Throws<InvalidDataException>(() => model.LoadCheckpoint(FilePath));
        Assert.Equal(before, Export(model));
    }

    [Fact]
    public void A_checkpoint_of_another_layout_or_encoder_is_refused_and_changes_nothing()
    {
        using CtganModel wide = Model(_cohort, Small with { CriticSize = 33 });
        wide.SaveCheckpoint(FilePath);
        using CtganModel model = Model(_cohort);
        float[] before = Export(model);
        Assert.Throws<InvalidDataException>(() => model.LoadCheckpoint(FilePath));
        Assert.Equal(before, Export(model));

        model.SaveCheckpoint(FilePath);
        byte[] otherDigest = [.. Enumerable.Repeat((byte)1, 32)];
        using CtganModel foreign = new(Context(_cohort) with { Encoder = TableToy.Fit(_cohort) with { Digest = otherDigest } }, Small);
        Assert.Contains("encoder", Assert.Throws<InvalidDataException>(() => foreign.LoadCheckpoint(FilePath)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
