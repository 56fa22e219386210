"""Charts for the pages: inline SVG without script, drawn from an `InsightsSeries`.

    days = read_report_days(workspace, handle, records)                                 session.report_days
    series = build_insights_series(partner, records, …, reported_on=days)               analysis.insights.series
    charts = build_charts(series)                                                       render.charts.build

A page shows each `Chart` with the macro `show_chart` of `site/chart.html.j2`, and includes `site/chart.css` in its
stylesheet. The drawings use the page's colours `--ink`, `--less`, `--rule` and `--accent`.

The module `chart` contains the values of a chart, `drawing` the SVG elements, `time_scale` the axis of dates, and each
other module one chart.
"""
