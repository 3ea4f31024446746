// GraphiQL with a menu of the demo's users. Plain modules without JSX, so that the server can show
// the very same file with its imports taken from a CDN.
import { createElement as h, useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import { createGraphiQLFetcher } from '@graphiql/toolkit';

// Access tokens live for ten minutes; each reading of the list gives fresh ones.
const REFRESH_MILLIS = 4 * 60 * 1000;

const WELCOME = `# Choose a user above, then run this.
query MyBook {
  viewer {
    book(first: 5) {
      nodes {
        name
        standing {
          tier
          aum {
            display
          }
        }
        holdings(first: 3) {
          nodes {
            product {
              name
            }
            balance {
              amount {
                display
              }
            }
          }
        }
      }
    }
  }
}
`;

function useLogins() {
  const [logins, setLogins] = useState([]);
  useEffect(() => {
    const read = async () => {
      const response = await fetch('/graphiql/logins');
      if (response.ok) setLogins(await response.json());
    };
    read();
    const timer = setInterval(read, REFRESH_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return logins;
}

function Logins({ logins, chosen, onChoose }) {
  const option = ({ employeeNo, label, role }) =>
    h('option', { key: employeeNo, value: employeeNo }, `${label} · ${role} · ${employeeNo}`);
  return h(
    'header',
    { className: 'logins' },
    h('strong', null, 'rapport'),
    h('label', { htmlFor: 'login' }, 'Signed in as'),
    h(
      'select',
      { id: 'login', value: chosen, onChange: (event) => onChoose(event.target.value) },
      h('option', { value: '' }, 'nobody'),
      logins.map(option),
    ),
    logins.length === 0 && h('span', null, 'No demo users here: set the Authorization header below.'),
  );
}

function Page() {
  const logins = useLogins();
  const [chosen, setChosen] = useState(() => new URLSearchParams(location.search).get('as') ?? '');
  const token = logins.find(({ employeeNo }) => employeeNo === chosen)?.token;
  const fetcher = useMemo(() => {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    return createGraphiQLFetcher({ url: '/graphql', headers });
  }, [token]);
  return [
    h(Logins, { key: 'logins', logins, chosen, onChoose: setChosen }),
    h('main', { key: 'graphiql', className: 'graphiql' }, h(GraphiQL, { fetcher, defaultQuery: WELCOME })),
  ];
}

/** Shows the page within an element. */
export function show(element) {
  createRoot(element).render(h(Page));
}
