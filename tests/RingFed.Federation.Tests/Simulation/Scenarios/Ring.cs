using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Simulation;
using RingFed.Simulation.Attackers;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Faults;
using RingFed.Simulation.Silos;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>
/// Scenarios that read as sentences: a ring, what happens to whom and when, and what must come of it. Everything not
/// named goes well.
/// </summary>
internal sealed class Ring
{
    private readonly List<Action<FaultStage>> script = [];
    private SimulationOptions options;

    private Ring(int silos) => options = new SimulationOptions { Seed = 1, Silos = silos, Rounds = 3, FaultyMs = 0 };

    public static Ring Of(int silos) => new(silos);

    /// <summary>f.</summary>
    public Ring ThatToleratesLiars(int byzantine) => With(options with { Byzantine = byzantine });

    public Ring WithSeed(ulong seed) => With(options with { Seed = seed });

    /// <summary>Parameter rounds; one statistic round comes before.</summary>
    public Ring WithRounds(int rounds) => With(options with { Rounds = rounds });

    /// <summary>Statistic rounds after the parameter rounds.</summary>
    public Ring WithClosingRounds(int rounds) => With(options with { ClosingRounds = rounds });

    /// <summary>Masked sums before and after training, and the rounds that they take.</summary>
    public Ring WithSums(int before, int after) => With(options.WithSums(before, after));

    public Ring ExchangingWithNeighbours() => With(options with { ExchangesWithNeighbours = true });

    public Ring WithDeadline(long ms) => With(options with { RoundDeadlineMs = ms });

    public Ring WithChunks(int chunksPerPayload) => With(options with { ChunksPerPayload = chunksPerPayload });

    /// <summary>How long it may go wrong before all heals.</summary>
    public Ring TroubledFor(long ms) => With(options with { FaultyMs = ms });

    public Ring Under(string faults, bool drawn = false) =>
        With(options with { Faults = FaultCatalogue.Parse(faults), DrawsFaults = drawn, FaultyMs = 60_000 });

    /// <summary>Silos that no roster names at first: spare-000 and on.</summary>
    public Ring WithSpares(int spares) => With(options with { Spares = spares });

    /// <summary>
    /// Operators agree on a change of the topology that is in force then, and sign it; with none named, those of all silos.
    /// What the others see of it and when is up to the ring.
    /// </summary>
    public Ring IsChangedAt(long ms, Func<FederationTopology, FederationTopology> change, params int[] signers) => At(ms, stage =>
    {
        SimulatedTopology draft = stage.Operators.Write(change);
        stage.Operators.Propose(draft, [.. stage.Silos.Where(silo => signers.Length == 0 ? silo.IsMember : signers.Contains(silo.Index))]);
    });

    /// <summary>Every silo of the last epoch that neither died nor lies closes all rounds, and so many changes took effect.</summary>
    public SimulationReport ThenEpochsBegin(int epochs, int? rounds = null)
    {
        SimulationReport report = Run();
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal(epochs, report.Epochs);
        Assert.Equal((rounds ?? options.Rounds) + options.StatisticRounds + options.ClosingRounds, report.RoundsClosed);
        return report;
    }

    public SiloScript WhenSilo(int silo) => new(this, silo);

    /// <summary>Something happens at a moment.</summary>
    public Ring At(long ms, Action<FaultStage> happens) => Scripted(stage => stage.Clock.After(ms, () => happens(stage)));

    public Ring Scripted(Action<FaultStage> happens)
    {
        script.Add(happens);
        return this;
    }

    public SimulationReport Run(PlantedDefects? defects = null) => new SimulatedRing(options, stage => script.ForEach(step => step(stage)), defects).Run();

    /// <summary>Every silo that neither died nor lies.</summary>
    public SimulationReport ThenTheOthersCloseAllRounds()
    {
        SimulationReport report = Run();
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal(options.Rounds + options.StatisticRounds + options.ClosingRounds, report.RoundsClosed);
        return report;
    }

    public SimulationReport ThenAllCloseAllRounds() => ThenTheOthersCloseAllRounds();

    /// <summary>Nobody does anything wrong, and nobody goes on.</summary>
    public SimulationReport ThenTheRingWaits(int closed = 0)
    {
        SimulationReport report = Run();
        Assert.Empty(report.Violations);
        Assert.NotEmpty(report.Stalled);
        Assert.Equal(closed, report.RoundsClosed);
        return report;
    }

    public void ThenTheCheckersObject(string sentence)
    {
        SimulationReport report = Run();
        Assert.Contains(report.Violations, violation => violation.Contains(sentence, StringComparison.Ordinal));
    }

    private Ring With(SimulationOptions other)
    {
        options = other;
        return this;
    }
}

/// <summary>What one silo does, and when.</summary>
internal sealed class SiloScript(Ring ring, int silo)
{
    /// <summary>For ever, when its work of the round begins.</summary>
    public Ring DiesForEverInRound(int round) => OnEffect<Work>(work => work.Round == round, (stage, victim) =>
    {
        victim.IsCountedOn = false;
        victim.Die();
    });

    /// <summary>Is off for so long, from the moment its work of the round begins.</summary>
    public Ring IsDownInRound(int round, long forMs) => OnEffect<Work>(work => work.Round == round, (stage, victim) =>
    {
        victim.Crash();
        stage.Clock.After(forMs, victim.Start);
    });

    /// <summary>Never comes up before that moment.</summary>
    public Ring StartsAt(long ms) => ring.Scripted(stage =>
    {
        stage.Silos[silo].HoldBack();
        stage.Clock.After(ms, stage.Silos[silo].LetStart);
    });

    public Ring NeverStarts() => ring.Scripted(stage =>
    {
        stage.Silos[silo].IsCountedOn = false;
        stage.Silos[silo].HoldBack();
    });

    /// <summary>Works so much longer than the others, in every round.</summary>
    public Ring WorksLonger(long ms) => ring.Scripted(stage => stage.Silos[silo].WorkMsMin = ms);

    /// <summary>Its operator asks when its work of the round begins.</summary>
    public Ring AsksToLeaveInRound(int round) =>
        OnEffect<Work>(work => work.Round == round, (stage, victim) => stage.Clock.After(0, victim.Operator.AskToLeave));

    public Ring AsksToLeaveAt(long ms) => ring.At(ms, stage =>
    {
        stage.Count();
        stage.Silos[silo].Operator.AskToLeave();
    });

    /// <summary>For ever, as soon as it says that it may.</summary>
    public Ring StopsWhenItMay() => ring.Scripted(stage =>
    {
        SimulatedSilo leaver = stage.Silos[silo];
        void Look()
        {
            if (leaver.Snapshot?.Leave is { MayStop: true })
            {
                leaver.IsCountedOn = false;
                leaver.Die();
            }
            else
            {
                stage.Clock.After(100, Look);
            }
        }

        stage.Clock.After(100, Look);
    });

    public Ring Lies(Attack attack) => ring.Scripted(stage =>
    {
        stage.Silos[silo].IsCountedOn = false;
        stage.AdversaryOf(stage.Silos[silo]).Add(attack);
    });

    public Ring SendsNonsense() => ring.Scripted(stage => (stage.Silos[silo].IsCountedOn, stage.Silos[silo].SendsNonsense) = (false, true));

    /// <summary>
    /// Its disk is copied when its work of the round begins. When it has sent its first record of this kind for the round it
    /// stops, and starts again from the copy.
    /// </summary>
    /// <param name="isSaid">Its operator says so.</param>
    public Ring IsPutBackInRound(int round, RecordKind after, bool isSaid = true)
    {
        bool isDone = false;
        return OnEffect<RingEffect>(effect => !isDone && (IsWork(effect, round) || IsOwn(effect, round, after)), (stage, victim) =>
        {
            if (victim.HasBackup)
            {
                isDone = true;
                victim.CrashAfter(0, () => PutBack(stage, victim, isSaid));
            }
            else
            {
                victim.BackUp();
            }
        });
    }

    /// <summary>Its disk is copied in one round. In a later one all silos stop at once, and this one starts again from the copy.</summary>
    public Ring IsPutBackWhileAllAreDown(int copiedIn, int round)
    {
        int steps = 0;
        return OnEffect<Work>(
        work => (work.Round == copiedIn && steps == 0) || (work.Round == round && steps == 1),
        (stage, victim) =>
        {
            if (steps++ == 0)
            {
                victim.BackUp();
                return;
            }

            foreach (SimulatedSilo other in stage.Silos)
            {
                other.Crash();
                stage.Clock.After(100, other.Start);
            }

            victim.RestoreBackup(isSaid: true, sparesPayloads: stage.Silos.Count == 2);
        });
    }

    /// <summary>
    /// Its disk is copied when its work of the first round of epoch 2 begins. When its envelope of that round is out it
    /// starts again from the copy, and the silos that could tell are off for so long.
    /// </summary>
    public Ring IsPutBackInTheFirstRoundOfEpoch2WhileThoseWhoKnowAreOff(long ms, params int[] who)
    {
        bool isDone = false;
        return OnEffect<RingEffect>(effect => !isDone && (effect is Work or Send { Message: RecordMessage { Record.Body: Envelope { Epoch: 2 } } }), (stage, victim) =>
        {
            if (victim.Epoch == 2 && !victim.HasBackup)
            {
                victim.BackUp();
            }
            else if (victim.Epoch == 2)
            {
                isDone = true;
                victim.CrashAfter(0, () =>
                {
                    PutBack(stage, victim, isSaid: true);
                    foreach (int other in who)
                    {
                        stage.Silos[other].Crash();
                        stage.Clock.After(ms, stage.Silos[other].Start);
                    }
                });
            }
        });
    }

    /// <summary>Nothing was put back, and its operator says so all the same.</summary>
    public Ring IsMarkedInRound(int round) => OnEffect<Work>(work => work.Round == round, (stage, victim) =>
    {
        if (!victim.HasBackup)
        {
            victim.BackUp();
            PutBack(stage, victim, isSaid: true);
        }
    });

    private static void PutBack(FaultStage stage, SimulatedSilo victim, bool isSaid)
    {
        victim.Crash();
        victim.RestoreBackup(isSaid, sparesPayloads: false);
        stage.Clock.After(100, victim.Start);
    }

    private static bool IsWork(RingEffect effect, int round) => effect is Work work && work.Round == round;

    private bool IsOwn(RingEffect effect, int round, RecordKind kind) => effect is Send { Message: RecordMessage { Record: var record } }
        && record.Round == round && record.Kind == kind && record.Body.Origin == $"silo-{silo:d3}";

    /// <summary>Just before its n-th effect of this kind, and starts again a little later.</summary>
    public Ring CrashesBefore<TEffect>(int occurrence = 0)
        where TEffect : class => Crashes<TEffect>(occurrence, after: false);

    /// <summary>Just after its n-th effect of this kind was asked for: whether it was done is open.</summary>
    public Ring CrashesAfter<TEffect>(int occurrence = 0)
        where TEffect : class => Crashes<TEffect>(occurrence, after: true);

    private Ring Crashes<TEffect>(int occurrence, bool after)
        where TEffect : class => OnEffect<TEffect>(_ => occurrence-- == 0, (stage, victim) =>
    {
        void Strike()
        {
            victim.Crash();
            stage.Clock.After(100, victim.Start);
        }

        if (after)
        {
            victim.CrashAfter(0, Strike);
        }
        else
        {
            Strike();
        }
    });

    private Ring OnEffect<TEffect>(Func<TEffect, bool> which, Action<FaultStage, SimulatedSilo> then)
        where TEffect : class => ring.Scripted(stage =>
    {
        SimulatedSilo victim = stage.Silos[silo];
        victim.Watch += effect =>
        {
            if (effect is TEffect one && which(one))
            {
                stage.Count();
                then(stage, victim);
            }
        };
    });
}
