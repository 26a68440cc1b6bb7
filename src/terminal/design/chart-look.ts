/** The look of all charts, read from the palette, because a canvas does not know style sheets. */
import { ColorType, CrosshairMode, type DeepPartial, type TimeChartOptions } from 'lightweight-charts';

export interface ChartColours {
  readonly panel: string;
  readonly line: string;
  readonly edge: string;
  readonly inkFaint: string;
  readonly accent: string;
  readonly buy: string;
  readonly sell: string;
  readonly buyBar: string;
  readonly sellBar: string;
  readonly partFirst: string;
  readonly partSecond: string;
  readonly partThird: string;
}

/** The colours that are in force for `element` now. */
export function chartColours(element: HTMLElement): ChartColours {
  const probe = element.appendChild(document.createElement('span'));
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    panel: colour('panel'),
    line: colour('line'),
    edge: colour('edge'),
    inkFaint: colour('ink-faint'),
    accent: colour('accent'),
    buy: colour('buy'),
    sell: colour('sell'),
    buyBar: colour('buy-bar'),
    sellBar: colour('sell-bar'),
    partFirst: colour('part-first'),
    partSecond: colour('part-second'),
    partThird: colour('part-third'),
  };
  probe.remove();
  return colours;
}

export function chartLook(element: HTMLElement, colours: ChartColours): DeepPartial<TimeChartOptions> {
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: colours.panel },
      textColor: colours.inkFaint,
      fontFamily: getComputedStyle(element).fontFamily,
      fontSize: 11,
      attributionLogo: true,
      panes: { separatorColor: colours.line, separatorHoverColor: colours.line, enableResize: false },
    },
    grid: { vertLines: { color: colours.line }, horzLines: { color: colours.line } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: colours.edge, labelBackgroundColor: colours.edge },
      horzLine: { color: colours.edge, labelBackgroundColor: colours.edge },
    },
    rightPriceScale: { borderVisible: false },
    timeScale: { borderColor: colours.line, rightOffset: 4 },
  };
}
