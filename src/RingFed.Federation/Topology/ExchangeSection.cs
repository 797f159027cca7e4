namespace RingFed.Federation.Topology;

/// <summary>Reads <c>exchange</c>.</summary>
internal static class ExchangeSection
{
    private const int CountMax = 1_000_000;

    private const double ProximalMax = 1_000_000;

    private static readonly ExchangeSettings Defaults = new();

    public static ExchangeSettings Read(SectionReader section)
    {
        ExchangeKind kind = ExchangeKinds.Parse(section.Choice("kind", ExchangeKinds.All, "relay"));
        LocalWork work = ReadLocalWork(section.Section("localWork", TopologyFields.LocalWork));
        return new ExchangeSettings
        {
            Kind = kind,
            Rounds = (int)section.Integer("rounds", 1, CountMax, Defaults.Rounds),
            LocalWork = work,
            RoundDeadline = ReadDeadline(section, work),
            Codec = UpdateCodecNames.Parse(section.Choice("codec", UpdateCodecNames.All, UpdateCodecNames.Of(Defaults.Codec))),
        };
    }

    private static LocalWork ReadLocalWork(SectionReader section)
    {
        if (section.Has("stepsMax") && !section.Has("time"))
        {
            section.Fault("stepsMax", "bounds the steps of a time, but there is no time", "write steps instead, or add `time: 60s`");
        }

        if (section.Has("stepsMax") && section.Has("steps"))
        {
            section.Fault("stepsMax", "is given beside steps", "keep one of the two");
        }

        TimeSpan? time = section.Duration("time", TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        int? steps = ReadSteps(section, "steps");
        return new LocalWork
        {
            Steps = steps,
            Time = section.Has("steps") || section.Has("time") ? time : Defaults.LocalWork.Time,
            StepsMax = ReadSteps(section, "stepsMax"),
            Proximal = section.Number("proximal", 0, ProximalMax, Defaults.LocalWork.Proximal),
        };
    }

    private static int? ReadSteps(SectionReader section, string field) =>
        section.Has(field) ? (int)section.Integer(field, 1, CountMax, 1) : null;

    private static TimeSpan ReadDeadline(SectionReader section, LocalWork work)
    {
        TimeSpan deadline = section.Duration("roundDeadline", TimeSpan.FromSeconds(1), TimeSpan.FromDays(7))
            ?? Defaults.RoundDeadline;
        if (work.Time is { } time && deadline <= time)
        {
            section.Fault(
                "roundDeadline",
                $"is {Durations.Format(deadline)}, no longer than the local work's {Durations.Format(time)}",
                "give the exchange time too: twice the local work is a fair start");
        }

        return deadline;
    }
}
