using System.Net;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class SiloFileTests
{
    [Fact]
    public void The_example_in_the_repository_is_a_valid_silo_file()
    {
        SiloSettings silo = SiloFile.Load(Examples.FileNamed("silo.yaml")).Require();

        Assert.Equal("bologna", silo.Silo);
        Assert.Equal(Examples.FileNamed("four-silos.yaml"), silo.TopologyPath);
        Assert.Equal(Examples.FileNamed(Path.Combine("identity", "bologna.key.pem")), silo.Identity.KeyPath);
        Assert.Equal([Examples.FileNamed(Path.Combine("cohort", "patients.csv"))], silo.Cohort.Files);
        Assert.Equal(new IPEndPoint(IPAddress.Any, 7443), silo.Listen);
    }

    [Fact]
    public void Listen_may_be_left_out()
    {
        SiloSettings silo = SiloFile.Parse(
            "silo: a\ntopology: t.yaml\nidentity: { key: k, certificate: c, authority: r }\ncohort: { schema: s, files: [ f ] }\nstate: /var/lib/ringfed",
            "silo.yaml").Require();
        Assert.Equal((null, "/var/lib/ringfed"), (silo.Listen, silo.StateDirectory));
    }

    [Theory]
    [InlineData("proxy.example:3128", "proxy.example", 3128)]
    [InlineData("'[2001:db8::9]:8080'", "2001:db8::9", 8080)]
    public void A_proxy_is_host_and_port(string text, string host, int port)
    {
        SiloSettings silo = SiloFile.Parse(
            $"silo: a\ntopology: t.yaml\nidentity: {{ key: k, certificate: c, authority: r }}\ncohort: {{ schema: s, files: [ f ] }}\nstate: s\nproxy: {text}",
            "silo.yaml").Require();

        Assert.Equal(new SiloAddress(host, port), silo.Proxy);
    }

    [Theory]
    [InlineData("", 2L << 30)]
    [InlineData("memory: 512MiB", 512L << 20)]
    [InlineData("memory: 0KiB", 0)]
    [InlineData("memory: 1024GiB", 1024L << 30)]
    public void Memory_for_others_updates_is_a_number_with_a_unit(string line, long bytes)
    {
        SiloSettings silo = SiloFile.Parse(
            $"silo: a\ntopology: t.yaml\nidentity: {{ key: k, certificate: c, authority: r }}\ncohort: {{ schema: s, files: [ f ] }}\nstate: s\n{line}",
            "silo.yaml").Require();

        Assert.Equal(bytes, silo.MemoryBudgetBytes);
    }

    [Theory]
    [InlineData("2GB")]
    [InlineData("1.5GiB")]
    [InlineData("-1GiB")]
    [InlineData("1025GiB")]
    [InlineData("99999999999999999999GiB")]
    public void Memory_that_is_not_one_is_refused_with_what_to_write(string text)
    {
        FileFault fault = Assert.Single(SiloFile.Parse(
            $"silo: a\ntopology: t.yaml\nidentity: {{ key: k, certificate: c, authority: r }}\ncohort: {{ schema: s, files: [ f ] }}\nstate: s\nmemory: {text}",
            "silo.yaml").Faults);

        Assert.Equal("memory", fault.Field);
        Assert.Contains("2GiB", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_page_is_refused_with_what_shows_the_same()
    {
        FileFault fault = Assert.Single(SiloFile.Parse(
            "silo: a\ntopology: t.yaml\nidentity: { key: k, certificate: c, authority: r }\ncohort: { schema: s, files: [ f ] }\nstate: /var/lib/ringfed\nhttp: 7480",
            "silo.yaml").Faults);

        Assert.Equal((6, "http"), (fault.Line, fault.Field));
        Assert.Contains("ringfed status", fault.Remedy);
    }

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        const string text = """
            silo: Bologna
            topolgy: t.yaml
            identity: { key: k, certificate: c }
            cohort: { schema: s, files: [] }
            listen: localhost:7443
            proxy: http://proxy.example:3128
            http: 0
            """;

        Assert.Equal(
            ["cohort.files", "http", "identity.authority", "listen", "proxy", "silo", "state", "topolgy", "topology"],
            SiloFile.Parse(text, "silo.yaml").Faults.Select(fault => fault.Field).Order(StringComparer.Ordinal));
    }
}
