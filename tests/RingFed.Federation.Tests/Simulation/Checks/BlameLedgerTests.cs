using RingFed.Federation.Ring;
using RingFed.Federation.Wire;
using RingFed.Simulation.Checks;

namespace RingFed.Federation.Tests.Simulation.Checks;

/// <summary>Honest silos do not blame each other; silo 2 lies.</summary>
public sealed class BlameLedgerTests
{
    private const int Liar = 2;
    private readonly List<string> violations = [];
    private readonly BlameLedger ledger;

    public BlameLedgerTests()
    {
        ledger = new BlameLedger(["a", "b", "c"], silo => silo != Liar, (holds, otherwise) =>
        {
            if (!holds)
            {
                violations.Add(otherwise);
            }
        });
        ledger.Connected(1, 0, 1);
        ledger.Connected(2, Liar, 1);
    }

    [Theory]
    [InlineData(WireFaultCode.ProofFailed)]
    [InlineData(WireFaultCode.Malformed)]
    [InlineData(WireFaultCode.UnexpectedFrame)]
    [InlineData(WireFaultCode.TooMany)]
    [InlineData(WireFaultCode.WrongFederation)]
    public void An_honest_silo_that_blames_another_is_noticed_at_either_end(WireFaultCode code)
    {
        ledger.Closed(0, Close(1, code));
        ledger.Closed(1, Close(1, code));

        Assert.Equal([$"a blamed b, which is honest: {Close(1, code).Fault}", $"b blamed a, which is honest: {Close(1, code).Fault}"], violations);
    }

    [Fact]
    public void A_connection_that_is_one_too_many_or_silent_blames_nobody()
    {
        ledger.Closed(0, Close(1, WireFaultCode.Replaced));
        ledger.Closed(0, Close(1, WireFaultCode.TimedOut));

        Assert.Empty(violations);
    }

    [Fact]
    public void A_liar_is_blamed_and_blames_as_it_likes()
    {
        ledger.Closed(1, Close(2, WireFaultCode.ProofFailed));
        ledger.Closed(Liar, Close(2, WireFaultCode.ProofFailed));

        Assert.Empty(violations);
    }

    [Fact]
    public void What_the_network_doubled_excuses_a_frame_too_many_from_that_end_and_nothing_else()
    {
        ledger.CameTwice(1, by: 1);
        ledger.Closed(0, Close(1, WireFaultCode.UnexpectedFrame));
        Assert.Empty(violations);

        ledger.Closed(0, Close(1, WireFaultCode.Malformed));
        ledger.Closed(1, Close(1, WireFaultCode.UnexpectedFrame));

        Assert.Equal(2, violations.Count);
    }

    private static CloseLink Close(int link, WireFaultCode code) => new(link, new WireFault(code, "why"));
}
