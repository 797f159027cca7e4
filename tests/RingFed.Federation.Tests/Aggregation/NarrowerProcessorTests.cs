namespace RingFed.Federation.Tests.Aggregation;

/// <summary>The digests of <see cref="SameBitsTests"/> in a process that is denied vector instructions.</summary>
public sealed class NarrowerProcessorTests
{
    [Theory]
    [MemberData(nameof(NarrowerProcessor.Settings), MemberType = typeof(NarrowerProcessor))]
    public Task Rules_give_the_same_bits_without(string setting) => NarrowerProcessor.RunAsync(typeof(SameBitsTests), setting, total: 23);
}
