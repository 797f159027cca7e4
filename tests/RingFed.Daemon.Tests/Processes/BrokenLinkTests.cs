using RingFed.Daemon.Demo;
using RingFed.Daemon.Tests.Processes.Faults;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>
/// Links that fail in every way a network has, through a proxy between real daemons. The model has its full size, so that
/// faults meet payloads on their way.
/// </summary>
[Collection(RealDaemons.Name)]
public sealed class BrokenLinkTests(RunningRing ring) : IClassFixture<RunningRing>, IAsyncLifetime
{
    private readonly SmallFederation _federation = ring.Federation;
    private readonly LinkWeather _link = ring.Link;
    private readonly DemoSilo[] _ends = [ring.Federation.Silos[0], ring.Federation.Silos[1]];
    private readonly IReadOnlyDictionary<string, int> _before = ring.Federation.LogLengths();

    /// <summary>The test before may have ended while the two were not connected: weather needs a link to strike.</summary>
    public async ValueTask InitializeAsync() =>
        await _federation.UntilAsync(_ends[0], status => status.Session.Links.Any(link => link.Peer == _ends[1].Id && link.UpSince is not null));

    /// <summary>After whatever happened: fair weather, and the rounds go on with all silos and equal results.</summary>
    public async ValueTask DisposeAsync()
    {
        _link.Clear();
        await ring.ProveAsync();
    }

    [Fact]
    public async Task A_cut_link_is_dialled_until_it_is_back()
    {
        _link.Cut();

        await _federation.UntilSaidAsync($"dialling {_ends[1].Id}", _before, _ends[0]);
    }

    [Fact]
    public async Task A_link_that_is_reset_again_and_again_still_carries_the_rounds()
    {
        for (int resets = 0; resets < 5; resets++)
        {
            _link.Cut();
            _link.Clear();
            await PauseAsync(200);
        }
    }

    [Fact]
    public async Task A_link_that_stalls_and_recovers_keeps_its_connection_and_loses_nothing()
    {
        _link.Stall(_ends[0].Id, _ends[1].Id);
        await PauseAsync(1500);
    }

    [Fact]
    public async Task A_link_that_carries_one_direction_only_for_a_while_loses_nothing()
    {
        _link.Stall(_ends[0].Id);
        await PauseAsync(1500);
    }

    [Fact]
    public async Task A_slow_line_slows_the_rounds_and_breaks_nothing()
    {
        _link.Delay(TimeSpan.FromMilliseconds(15));
        await ring.ProveAsync();

        Assert.All(_ends, silo => Assert.DoesNotContain("is down", SmallFederation.LogOf(silo)[_before[silo.Id]..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_half_closed_connection_is_replaced()
    {
        _link.CloseHalf();

        await _federation.UntilSaidAsync("the peer closed the connection", _before, _ends);
    }

    [Fact]
    public async Task A_bit_flipped_on_the_line_ends_the_connection_and_nothing_else()
    {
        _link.FlipABit();

        await _federation.UntilSaidAsync("The decryption operation failed", _before, _ends);
    }

    [Fact]
    public async Task Rounds_close_while_a_link_stays_cut()
    {
        _link.Cut();

        await ring.ProveAsync();
    }

    [Fact]
    public async Task Rounds_close_while_a_link_stays_silent_and_nobody_is_told()
    {
        _link.Stall(_ends[0].Id, _ends[1].Id);

        await ring.ProveAsync();
    }

    [Fact]
    public async Task Rounds_close_while_a_link_carries_one_direction_only()
    {
        _link.Stall(_ends[0].Id);

        await ring.ProveAsync();
    }

    private static Task PauseAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
}
