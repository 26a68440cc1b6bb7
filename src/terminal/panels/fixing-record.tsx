/** What a fixing can be held to: its revisions, the documents that were read, and the terms under which it was made. */
import { useState } from 'react';
import type { AdoptedTerms, FixingDetail, FixingRevision } from '#wire/price-index.ts';
import { useDesk } from '../live/desk-context.ts';
import type { SeenFixing } from '../live/index-feed.ts';
import { usePainted } from '../live/painted.ts';
import { decimal, MISSING, lots as whole } from '../models/figures.ts';
import { verdictNames, verdictOf } from '../models/fixing-words.ts';
import { loadedValue } from '../models/loadable.ts';
import { dayName, momentName } from '../models/venue-clock.ts';
import { Fact, Fold } from './parts.tsx';

export function FixingRecord({ seen }: { readonly seen: SeenFixing }) {
  const adopted = loadedValue(usePainted(useDesk().index.terms)) ?? [];
  const { detail, revisions } = seen;
  const { documents, fixing } = detail;
  const address = `/api/v1/index/fixings/${fixing.date}`;
  const inForce = adopted.find(({ version }) => version === fixing.terms);
  return (
    <>
      {revisions.length > 1 && (
        <Fold title="Revisions" aside={`${revisions.length}, the last one holds`} isOpen>
          <Revisions revisions={revisions} />
        </Fold>
      )}
      <Fold title="Documents" aside={`${documents.length} ${documents.length === 1 ? 'was' : 'were'} read`}>
        <Documents documents={documents} />
        <p>
          <a href={`${address}?format=csv`}>Contributions as CSV</a>,{' '}
          <a href={`${address}/publication`}>the publication with everything that it was made of</a>, to be made again
          and compared.
        </p>
      </Fold>
      <Fold
        title={`Terms ${fixing.terms}`}
        aside={inForce === undefined ? '' : `in force from ${dayName(inForce.effective)}`}
      >
        {inForce !== undefined && <Terms terms={inForce} />}
        <Adopted adopted={adopted} />
      </Fold>
    </>
  );
}

function Revisions({ revisions }: { readonly revisions: readonly FixingRevision[] }) {
  return (
    <table className="table record">
      <caption className="spoken">Revisions of this day</caption>
      <thead>
        <tr>
          <th scope="col" className="name">
            Revision
          </th>
          <th scope="col">Value</th>
          <th scope="col" className="name">
            Published
          </th>
          <th scope="col" className="name">
            Known at, UTC
          </th>
          <th scope="col" className="name">
            Why
          </th>
        </tr>
      </thead>
      <tbody>
        {revisions.map((one) => (
          <tr key={one.revision}>
            <th scope="row" className="name">
              {one.revision}
            </th>
            <td>{decimal(one.value)}</td>
            <td className="name">{verdictNames[verdictOf(one)]}</td>
            <td className="name">{momentName(one.knownAt)}</td>
            <td className="name">
              {one.reason === null ? 'first published' : one.reason}
              {one.by !== null && <span className="faint small"> {one.by}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Documents({ documents }: Pick<FixingDetail, 'documents'>) {
  if (documents.length === 0) return <p className="soft">Nothing was read.</p>;
  return (
    <table className="table record">
      <caption className="spoken">Documents that were read</caption>
      <thead>
        <tr>
          <th scope="col" className="name">
            Source
          </th>
          <th scope="col" className="name">
            Fetched, UTC
          </th>
          <th scope="col" className="name">
            SHA-256
          </th>
        </tr>
      </thead>
      <tbody>
        {documents.map(({ source, fetchedAt, hash }) => (
          <tr key={`${source} ${hash}`}>
            <th scope="row" className="name">
              {source}
            </th>
            <td className="name">{momentName(fetchedAt)}</td>
            <td className="name">
              <Hash hash={hash} of={source} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The first digits of a hash; a press copies all of them. */
function Hash({ hash, of }: { readonly hash: string; readonly of: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(hash);
    setCopied(true);
  };
  return (
    <>
      <code title={hash}>{hash.slice(0, 12)}…</code>{' '}
      <button type="button" className="button slim" aria-label={`Copy the hash of ${of}`} onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </>
  );
}

function Terms({ terms }: { readonly terms: AdoptedTerms }) {
  return (
    <>
      <dl className="index-facts">
        <Fact name="Methodology">{terms.methodology}</Fact>
        <Fact name="Registry">{terms.registry}</Fact>
        <Fact name="Models">{whole(terms.models)}</Fact>
        <Fact name="Sellers">{whole(terms.sellers)}</Fact>
        <Fact name="Listings">{whole(terms.listings)}</Fact>
      </dl>
      <p>
        SHA-256 of the registry’s file: <Hash hash={terms.registryHash} of="the registry" />
      </p>
    </>
  );
}

/** The registry of changes, the newest first. */
function Adopted({ adopted }: { readonly adopted: readonly AdoptedTerms[] }) {
  if (adopted.length === 0) return <p className="soft">{MISSING}</p>;
  return (
    <table className="table record">
      <caption className="spoken">Terms that were adopted</caption>
      <thead>
        <tr>
          <th scope="col" className="name">
            Terms
          </th>
          <th scope="col" className="name">
            First day
          </th>
          <th scope="col" className="name minor">
            Announced, UTC
          </th>
          <th scope="col" className="name">
            Why
          </th>
        </tr>
      </thead>
      <tbody>
        {adopted.toReversed().map(({ version, effective, announcedAt, reason, by }) => (
          <tr key={version}>
            <th scope="row" className="name">
              {version}
            </th>
            <td className="name">{dayName(effective)}</td>
            <td className="name minor">{momentName(announcedAt)}</td>
            <td className="name">
              {reason} <span className="faint small">{by}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
